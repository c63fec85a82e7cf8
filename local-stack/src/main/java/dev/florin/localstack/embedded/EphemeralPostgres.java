package dev.florin.localstack.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL 18 for tests: one server per JVM, started when the first database is asked for
 * and gone with the JVM. It does not fsync: nothing in it is meant to survive.
 */
public final class EphemeralPostgres {
  private static final int ATTEMPTS = 3;
  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static @Nullable Database administrator;

  private EphemeralPostgres() {}

  /**
   * A fresh, empty database, owned by an ordinary role of the same name.
   *
   * @param name what it is for; the real name has a number behind it
   */
  public static Database database(String name) {
    String unique = name.replaceAll("[^a-z0-9_]", "_") + "_" + DATABASES.incrementAndGet();
    Database server = server();
    try (Connection connection =
            DriverManager.getConnection(
                server.url() + "postgres", server.username(), server.password());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(unique, unique));
      statement.execute("CREATE DATABASE %s OWNER %s".formatted(unique, unique));
    } catch (SQLException e) {
      throw new ServerException("cannot create the database " + unique, e);
    }
    return new Database(server.url() + unique, unique, unique);
  }

  private static synchronized Database server() {
    Database started = administrator;
    if (started == null) {
      started = start();
      administrator = started;
    }
    return started;
  }

  private static Database start() {
    try {
      UnpackedServers servers = EphemeralFolders.servers();
      String output = "";
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        Path folder = EphemeralFolders.own("postgres");
        Unprivileged.here().own(folder);
        PostgresServer server = new PostgresServer(servers, folder.resolve("data"));
        String password = UUID.randomUUID().toString();
        server.initialise(password);
        int port = FreePort.find();
        Leash leash = Leash.start(folder, server.command(port, settings()));
        if (leash.awaitReady(server::isReady)) {
          String url = "jdbc:postgresql://127.0.0.1:%d/".formatted(port);
          return new Database(url, PostgresServer.ADMINISTRATOR, password);
        }
        output = leash.output();
      }
      throw new ServerException("PostgreSQL did not start: " + output);
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL did not start", e);
    }
  }

  private static Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("fsync", "off");
    settings.put("synchronous_commit", "off");
    settings.put("full_page_writes", "off");
    settings.put("shared_buffers", "64MB");
    settings.put("max_connections", "200");
    settings.put("io_method", "sync");
    settings.put("timezone", "UTC");
    settings.put("log_timezone", "UTC");
    return settings;
  }
}
