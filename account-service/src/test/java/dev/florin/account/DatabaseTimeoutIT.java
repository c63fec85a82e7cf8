package dev.florin.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

@AccountServiceTest
class DatabaseTimeoutIT {

  private final JdbcTemplate jdbc;

  @Autowired
  DatabaseTimeoutIT(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** As when its machine is gone: not even the server's own time-outs are heard of. */
  @Test
  void silentDatabaseIsGivenUp() {
    long began = System.nanoTime();

    assertThatExceptionOfType(DataAccessException.class)
        .isThrownBy(() -> jdbc.execute((ConnectionCallback<Boolean>) this::waitInSilence))
        .withRootCauseInstanceOf(SocketTimeoutException.class);

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(6));
    assertThat(jdbc.queryForObject("SELECT 1", Integer.class)).isOne();
  }

  private boolean waitInSilence(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET statement_timeout = 0");
      statement.execute("SELECT pg_sleep(8)");
    }
    return true;
  }
}
