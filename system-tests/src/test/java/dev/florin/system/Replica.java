package dev.florin.system;

import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A second process of a service: the same program with the same settings on other ports. */
final class Replica implements AutoCloseable {

  private final Process process;
  private final int port;

  private Replica(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static Replica of(Florin florin, String part) throws IOException {
    Map<String, String> environment = environment(florin, part);
    environment.put("SERVER_PORT", Integer.toString(freePort()));
    environment.put("MANAGEMENT_SERVER_PORT", Integer.toString(freePort()));
    return start(florin, part, command(florin, part), environment);
  }

  /**
   * Another program in the place of the running one, which is stopped: with its settings and ports.
   */
  static Replica inPlaceOf(Florin florin, String part, Path jar) throws IOException {
    List<String> command = new ArrayList<>(command(florin, part));
    command.removeIf(word -> word.startsWith("-XX:AOTCache="));
    command.set(command.indexOf("-jar") + 1, jar.toString());
    Map<String, String> environment = environment(florin, part);
    florin.stop(part);
    return start(florin, part, command, environment);
  }

  private static List<String> command(Florin florin, String part) throws IOException {
    return words(running(florin, part).resolve("cmdline"))
        .map(word -> word.startsWith("-Dflorin.part=") ? word + "-replica" : word)
        .toList();
  }

  private static Map<String, String> environment(Florin florin, String part) throws IOException {
    return words(running(florin, part).resolve("environ"))
        .map(variable -> variable.split("=", 2))
        .collect(Collectors.toMap(variable -> variable[0], variable -> variable[1]));
  }

  private static Path running(Florin florin, String part) {
    return Path.of("/proc", Long.toString(florin.handle(part).pid()));
  }

  private static Replica start(
      Florin florin, String part, List<String> command, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    File log = florin.logFile(part + "-replica");
    Process process = builder.redirectErrorStream(true).redirectOutput(log).start();
    int management = Integer.parseInt(builder.environment().get("MANAGEMENT_SERVER_PORT"));
    Awaitility.await("the replica is ready")
        .atMost(Duration.ofMinutes(2))
        .until(() -> isReady(process, management, log));
    return new Replica(process, Integer.parseInt(builder.environment().get("SERVER_PORT")));
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  private static boolean isReady(Process process, int management, File log) throws IOException {
    if (!process.isAlive()) {
      throw new AssertionError("the replica has ended, see " + log);
    }
    try {
      HttpURLConnection health =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:" + management + "/actuator/health/readiness")
                  .toURL()
                  .openConnection();
      return health.getResponseCode() == 200;
    } catch (ConnectException notYet) {
      return false;
    }
  }

  private static Stream<String> words(Path file) throws IOException {
    return Stream.of(Files.readString(file).split("\0", -1)).filter(word -> !word.isEmpty());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Ends it at once, as a crash would. */
  @Override
  public void close() {
    process.destroyForcibly();
    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !process.isAlive());
  }
}
