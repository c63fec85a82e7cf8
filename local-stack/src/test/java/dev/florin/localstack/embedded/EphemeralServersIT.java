package dev.florin.localstack.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class EphemeralServersIT {
  @Test
  void everyCallAnswersAnEmptyDatabaseOfItsOwnOnOneServer() throws SQLException {
    Database first = EphemeralPostgres.database("payment");
    Database second = EphemeralPostgres.database("payment");

    assertThat(first.url()).isNotEqualTo(second.url());
    assertThat(URI.create(first.url().substring("jdbc:".length())).getPort())
        .isEqualTo(URI.create(second.url().substring("jdbc:".length())).getPort());
    assertThat(ask(first, "SELECT current_setting('server_version')")).startsWith("18.");
    assertThat(ask(second, "SELECT count(*)::text FROM pg_tables WHERE schemaname = 'public'"))
        .isEqualTo("0");
  }

  @Test
  void theOwnerOfADatabaseIsAnOrdinaryRole() throws SQLException {
    Database database = EphemeralPostgres.database("account");

    assertThat(ask(database, "SELECT rolsuper::text FROM pg_roles WHERE rolname = current_user"))
        .isEqualTo("false");
  }

  @Test
  void redisAnswersAtItsAddressAndStaysTheSame() {
    String url = EphemeralRedis.url();

    assertThat(EphemeralRedis.url()).isEqualTo(url);
    assertThat(RedisServer.answers(URI.create(url).getPort())).isTrue();
  }

  private static String ask(Database database, String query) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(database.url(), database.username(), database.password());
        ResultSet rows = connection.createStatement().executeQuery(query)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }
}
