package dev.florin.benchmarks.ledger;

import dev.florin.benchmarks.BenchmarkException;
import dev.florin.localstack.embedded.Database;
import dev.florin.localstack.embedded.Folders;
import dev.florin.localstack.embedded.PostgresServer;
import dev.florin.localstack.embedded.UnpackedServers;
import dev.florin.localstack.process.ChildProcess;
import dev.florin.localstack.process.Launch;
import dev.florin.localstack.process.Ports;
import dev.florin.localstack.process.Running;
import dev.florin.localstack.process.Waiting;
import dev.florin.localstack.stack.PostgresSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The stack's PostgreSQL with the stack's settings, on new files and a port of its own. */
final class LedgerServer implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(20);

  private final ChildProcess process;
  private final long pid;
  private final String address;
  private final String password;

  private LedgerServer(ChildProcess process, long pid, String address, String password) {
    this.process = process;
    this.pid = pid;
    this.address = address;
    this.password = password;
  }

  /** Starts the server; what a former one left behind is deleted. */
  static LedgerServer start(Path home, int port, Map<String, String> ownSettings) {
    Path data = home.resolve("data").resolve("postgres");
    String password = UUID.randomUUID().toString();
    PostgresServer server = new PostgresServer(new UnpackedServers(home.resolve("servers")), data);
    ChildProcess process =
        new ChildProcess(
            home.resolve("postgres.pid"), home.resolve("postgres.log"), data.toString());
    process.stop("INT", STOP_LIMIT);
    try {
      Folders.delete(data);
      Files.createDirectories(data.resolveSibling(""));
    } catch (IOException e) {
      throw new BenchmarkException("cannot make " + data + ": " + e.getMessage());
    }
    server.initialise(password);
    Map<String, String> settings = new LinkedHashMap<>(PostgresSettings.durable());
    settings.putAll(ownSettings);
    Ports.requireFree(port, "PostgreSQL");
    // It has a session of its own, and would not hear that the benchmark is broken off.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> process.stop("INT", STOP_LIMIT)));
    Running running =
        process.start(
            new Launch(data.toString(), server.command(port, settings), Map.of(), Path.of("/")));
    if (!Waiting.until(START_LIMIT, POLL, () -> server.isReady(running.pid()))) {
      throw new BenchmarkException("PostgreSQL did not start; see " + process.log());
    }
    return new LedgerServer(
        process, running.pid(), "jdbc:postgresql://127.0.0.1:%d/".formatted(port), password);
  }

  /** A fresh database, owned by a role of the same name. */
  Database create(String name) {
    try (Connection connection = administrate("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(name, password));
      statement.execute("CREATE DATABASE %s OWNER %s".formatted(name, name));
    } catch (SQLException e) {
      throw new BenchmarkException("cannot create " + name + ": " + e.getMessage());
    }
    return new Database(address + name, name, password);
  }

  Connection administrate(String database) throws SQLException {
    return DriverManager.getConnection(address + database, PostgresServer.ADMINISTRATOR, password);
  }

  long pid() {
    return pid;
  }

  @Override
  public void close() {
    process.stop("INT", STOP_LIMIT);
  }
}
