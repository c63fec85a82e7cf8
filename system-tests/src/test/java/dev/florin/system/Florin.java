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
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One stack with a home and ports of its own, driven by {@code ./florin}. */
final class Florin implements AutoCloseable {

  private static final int[] PORT_OFFSETS = {
    0, 1, 2, 3, 4, 5, 6, 10, 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1010, 7352, 8299, 11012,
    11013, 1331, -3762
  };

  private final Path root = Path.of("..").toAbsolutePath().normalize();
  private final Path home;
  private final int portBase;

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

  /** Starts everything and fails with the launcher's own reason if it does not get healthy. */
  Florin up() {
    CommandLineResult started = run("up", "--detach");
    if (started.exitCode() != 0) {
      throw new AssertionError(
          "florin up ended with %d%n%s%n%s"
              .formatted(started.exitCode(), started.output(), started.errors()));
    }
    return this;
  }

  /** Runs a command of this stack to its end. */
  CommandLineResult run(String... arguments) {
    try {
      Process process = process(arguments).start();
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
    String url = status().path("databases").path(database).asString();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "";
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
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
    for (int offset : PORT_OFFSETS) {
      try (ServerSocket socket =
          new ServerSocket(base + offset, 1, InetAddress.getLoopbackAddress())) {
        socket.setReuseAddress(true);
      } catch (IOException e) {
        return false;
      }
    }
    return true;
  }
}
