package dev.florin.localstack.stack;

import dev.florin.localstack.embedded.Database;
import dev.florin.localstack.embedded.PostgresServer;
import dev.florin.localstack.embedded.ServerException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/** One database per service, each owned by a role of the same name that sees no other. */
public final class Databases {
  private static final String PREFIX = "florin_";
  private static final int ANSWER_SECONDS = 3;
  private static final int CREATION_SECONDS = 60;

  private final PortPlan ports;
  private final Secrets secrets;

  Databases(PortPlan ports, Secrets secrets) {
    this.ports = ports;
    this.secrets = secrets;
  }

  Database of(String shortName) {
    return new Database(
        address() + PREFIX + shortName, PREFIX + shortName, secrets.database(shortName));
  }

  /** Addresses with credentials, by short name, for tools and tests; only reads. */
  public Map<String, String> addresses() {
    Map<String, String> addresses = new LinkedHashMap<>();
    for (String name : Service.databases()) {
      addresses.put(
          name,
          "%s?user=%s&password=%s"
              .formatted(
                  address() + PREFIX + name,
                  PREFIX + name,
                  secrets.knownDatabase(name).orElse("")));
    }
    return addresses;
  }

  /** Whether the server carries a statement out within seconds. */
  boolean answer() {
    try (Connection connection = connect(ANSWER_SECONDS)) {
      return connection.isValid(ANSWER_SECONDS);
    } catch (SQLException e) {
      return false; // that is the answer
    }
  }

  /** Creates what is missing. */
  void create() {
    try (Connection connection = connect(CREATION_SECONDS)) {
      for (String name : Service.databases()) {
        create(connection, of(name));
      }
    } catch (SQLException e) {
      throw new ServerException("cannot create the databases: " + e.getMessage(), e);
    }
  }

  private Connection connect(int patienceSeconds) throws SQLException {
    return DriverManager.getConnection(
        "%spostgres?connectTimeout=%2$d&loginTimeout=%2$d&socketTimeout=%2$d"
            .formatted(address(), patienceSeconds),
        PostgresServer.ADMINISTRATOR,
        secrets.postgresAdministrator());
  }

  private static void create(Connection connection, Database database) throws SQLException {
    String name = database.username();
    try (Statement statement = connection.createStatement()) {
      if (!exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", name)) {
        statement.execute(
            "CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(name, database.password()));
      }
      if (!exists(connection, "SELECT 1 FROM pg_database WHERE datname = ?", name)) {
        statement.execute("CREATE DATABASE %s OWNER %s".formatted(name, name));
        statement.execute("REVOKE CONNECT ON DATABASE %s FROM PUBLIC".formatted(name));
      }
    }
  }

  private static boolean exists(Connection connection, String query, String name)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, name);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }

  private String address() {
    return "jdbc:postgresql://127.0.0.1:%d/".formatted(ports.postgres());
  }
}
