package dev.florin.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class ConnectionsIT extends ChannelIntegration {

  private final DataSource pool;
  private final Flyway flyway;

  @Autowired
  ConnectionsIT(DataSource pool, Flyway flyway) {
    this.pool = pool;
    this.flyway = flyway;
  }

  @Test
  void aSilentDatabaseDoesNotHoldARequest() throws Exception {
    try (Connection connection = pool.getConnection()) {
      assertThat(connection.getNetworkTimeout()).isEqualTo(3_000);
      assertThat(statementTimeout(connection)).isEqualTo("1s");
    }
  }

  @Test
  void aMigrationMayTakeLongerThanARequest() throws Exception {
    try (Connection connection = flyway.getConfiguration().getDataSource().getConnection()) {
      assertThat(connection.getNetworkTimeout()).isZero();
      assertThat(statementTimeout(connection)).isEqualTo("0");
    }
  }

  private static String statementTimeout(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("show statement_timeout")) {
      row.next();
      return row.getString(1);
    }
  }
}
