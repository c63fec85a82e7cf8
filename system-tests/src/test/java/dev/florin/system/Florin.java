package dev.florin.system;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One stack with a home and ports of its own, driven by {@code ./florin}. */
final class Florin implements AutoCloseable {

  /** The base from which the launcher counts, and its servers' ports at that base. */
  private static final int USUAL_BASE = 8080;

  private static final int POSTGRES = 15_432;
  private static final int REDIS = 16_379;
  private static final int KAFKA = 19_092;
  private static final int KAFKA_CONTROLLER = 19_093;
  private static final int ZIPKIN = 9_411;
  private static final int OTLP = 4_318;

  /** The services from the gateway, at the base itself, to the sandbox provider. */
  private static final int[] SERVICE_OFFSETS = {0, 1, 2, 3, 4, 5, 6, 10};

  private static final int MANAGEMENT_DISTANCE = 1000;

  private final Path root = Path.of("..").toAbsolutePath().normalize();
  private final Path home;
  private final int portBase;
  private final Map<String, String> databases = new ConcurrentHashMap<>();

  private Florin(Path home, int portBase) {
    this.home = home;
    this.portBase = portBase;
  }

  /** A stack that is not running yet. */
  static Florin newStack(String name) {
    Path home =
        Path.of("target", "stacks", name + "-" + ProcessHandle.current().pid())
            .toAbsolutePath()
            .normalize();
    return new Florin(home, freePortBase());
  }

  Path home() {
    return home;
  }

  int portBase() {
    return portBase;
  }

  /**
   * Starts everything. If it does not get healthy, stops it again and fails with the launcher's own
   * reason.
   */
  Florin up() {
    try {
      CommandLineResult started = run("up", "--detach");
      if (started.exitCode() != 0) {
        throw new AssertionError(
            "florin up ended with %d%n%s%n%s"
                .formatted(started.exitCode(), started.output(), started.errors()));
      }
      return this;
    } catch (AssertionError failure) {
      try {
        close();
      } catch (AssertionError notStopped) {
        failure.addSuppressed(notStopped);
      }
      throw failure;
    }
  }

  /** Runs a command of this stack to its end. */
  CommandLineResult run(String... arguments) {
    return run(Map.of(), arguments);
  }

  /** Runs a command with more in its environment than usual. */
  CommandLineResult run(Map<String, String> environment, String... arguments) {
    try {
      ProcessBuilder builder = process(arguments);
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      CompletableFuture<String> errors =
          CompletableFuture.supplyAsync(() -> read(process.getErrorStream()));
      String output = read(process.getInputStream());
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError("florin " + String.join(" ", arguments) + " does not end");
      }
      return new CommandLineResult(process.exitValue(), output, errors.join());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A command of this stack that has not been started yet. */
  ProcessBuilder process(String... arguments) {
    List<String> command = new ArrayList<>(List.of(root.resolve("florin").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("FLORIN_HOME", home.toString());
    builder.environment().put("FLORIN_PORT_BASE", Integer.toString(portBase));
    // The jars under test are the ones this build has just made.
    builder.environment().put("FLORIN_BUILD", "never");
    builder.environment().put("FLORIN_CACHES", "off");
    return builder;
  }

  /** Ends a part at once, as a crash would. */
  void kill(String part) {
    done(run("kill", part));
  }

  /** Starts a part and waits until it is healthy. */
  void start(String part) {
    start(part, Map.of());
  }

  /** Starts a part with more in its environment than usual. */
  void start(String part, Map<String, String> environment) {
    done(run(environment, "start", part));
  }

  /** Ends a part in good order, which it has half a minute for. */
  void stop(String part) {
    ProcessHandle process = handle(part);
    process.destroy();
    Awaitility.await(part + " ends").atMost(Duration.ofSeconds(30)).until(() -> !isAlive(process));
  }

  /** Stops a part's clock: it keeps its connections and says nothing until it is thawed. */
  void freeze(String part) {
    signal(handle(part), "STOP");
  }

  void thaw(String part) {
    signal(handle(part), "CONT");
  }

  /** The process of a part that has been started. */
  ProcessHandle handle(String part) {
    return find(part).orElseThrow();
  }

  /** Whether the process that was last started as that part is alive. */
  boolean isAlive(String part) {
    return find(part).filter(Florin::isAlive).isPresent();
  }

  private Optional<ProcessHandle> find(String part) {
    try {
      String line = Files.readString(home.resolve("run").resolve(part + ".pid"));
      return ProcessHandle.of(Long.parseLong(line.split(" ", -1)[0]));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Where a part tells of itself. */
  URI management(String part) {
    return URI.create("http://127.0.0.1:" + of(part).path("management_port").asInt());
  }

  /** What a part tells of itself on its management port. */
  String metrics(String part) {
    try (java.io.InputStream stream =
        management(part).resolve("/actuator/prometheus").toURL().openStream()) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A process that has ended but was not collected by its parent is not alive either. */
  static boolean isAlive(ProcessHandle process) {
    try {
      return process.isAlive()
          && !Files.readString(Path.of("/proc/" + process.pid() + "/stat")).contains(") Z ");
    } catch (IOException gone) {
      return false;
    }
  }

  static void signal(ProcessHandle process, String name) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
      if (kill.waitFor() != 0) {
        throw new AssertionError("no SIG" + name + " for " + process.pid());
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private JsonNode of(String part) {
    for (JsonNode known : status().path("parts")) {
      if (known.path("name").asString().equals(part)) {
        return known;
      }
    }
    throw new AssertionError("there is no part " + part);
  }

  private static void done(CommandLineResult result) {
    if (result.exitCode() != 0) {
      throw new AssertionError(result.output() + result.errors());
    }
  }

  JsonNode status() {
    return JsonMapper.shared().readTree(run("status", "--json").output());
  }

  URI gateway() {
    return URI.create(status().path("gateway").asString());
  }

  URI traces() {
    return URI.create(status().path("traces").asString());
  }

  /** The single value that a query of a service's database answers. */
  String query(String database, String sql) {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "";
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  /** A connection to a service's database, as its owner. */
  Connection connect(String database) throws SQLException {
    String url =
        databases.computeIfAbsent(
            database, name -> status().path("databases").path(name).asString());
    return DriverManager.getConnection(url);
  }

  /** Has the password of a database looked up again, since it was replaced. */
  void forgetPassword(String database) {
    databases.remove(database);
  }

  /** A secret that this stack made up for the identity service. */
  String secret(String name) {
    try {
      return Files.readString(home.resolve("secrets").resolve("identity").resolve(name)).strip();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A log of this stack's, beside those of its parts. */
  File logFile(String name) {
    try {
      return Files.createDirectories(home.resolve("logs")).resolve(name + ".log").toFile();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  String log(String part) {
    try {
      return Files.readString(home.resolve("logs").resolve(part + ".log"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    CommandLineResult stopped = run("down");
    if (stopped.exitCode() != 0) {
      throw new AssertionError("florin down: " + stopped.errors());
    }
  }

  private static String read(java.io.InputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static int freePortBase() {
    SplittableRandom random = new SplittableRandom();
    for (int attempt = 0; attempt < 200; attempt++) {
      // Below the range from which the kernel gives ports to outgoing connections.
      int base = random.nextInt(10_000, 20_000);
      if (allFree(base)) {
        return base;
      }
    }
    throw new AssertionError("no free ports");
  }

  private static boolean allFree(int base) {
    return ports(base).allMatch(Florin::isFree);
  }

  private static IntStream ports(int base) {
    IntStream services = IntStream.of(SERVICE_OFFSETS).map(offset -> base + offset);
    IntStream management =
        IntStream.of(SERVICE_OFFSETS).map(offset -> base + offset + MANAGEMENT_DISTANCE);
    IntStream servers =
        IntStream.of(POSTGRES, REDIS, KAFKA, KAFKA_CONTROLLER, ZIPKIN, OTLP)
            .map(port -> port - USUAL_BASE + base);
    return IntStream.concat(IntStream.concat(services, management), servers);
  }

  private static boolean isFree(int port) {
    try {
      new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
