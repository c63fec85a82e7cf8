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
import java.util.List;
import java.util.Map;
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
    Path running = Path.of("/proc", Long.toString(florin.handle(part).pid()));
    List<String> command =
        words(running.resolve("cmdline"))
            .map(word -> word.startsWith("-Dflorin.part=") ? word + "-replica" : word)
            .toList();
    int port = freePort();
    int management = freePort();
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.clear();
    words(running.resolve("environ"))
        .map(variable -> variable.split("=", 2))
        .forEach(variable -> environment.put(variable[0], variable[1]));
    environment.put("SERVER_PORT", Integer.toString(port));
    environment.put("MANAGEMENT_SERVER_PORT", Integer.toString(management));
    File log = florin.logFile(part + "-replica");
    Process process = builder.redirectErrorStream(true).redirectOutput(log).start();
    Awaitility.await("the replica is ready")
        .atMost(Duration.ofMinutes(2))
        .until(() -> isReady(process, management, log));
    return new Replica(process, port);
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
