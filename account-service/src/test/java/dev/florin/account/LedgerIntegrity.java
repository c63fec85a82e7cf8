package dev.florin.account;

import dev.florin.account.integrity.Breach;
import dev.florin.account.integrity.IntegrityChecker;
import dev.florin.account.integrity.Invariant;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Asks the database for every breach of the ledger's invariants. */
public final class LedgerIntegrity {

  /** Tests freeze and adjust past the audit. */
  private static final Set<Invariant> OF_THE_LEDGER =
      EnumSet.complementOf(EnumSet.of(Invariant.A1, Invariant.A2));

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private LedgerIntegrity() {}

  /** All breaches; an intact ledger has none. */
  public static List<Breach> breaches(JdbcTemplate jdbc) {
    List<Breach> breaches =
        jdbc.execute((ConnectionCallback<List<Breach>>) LedgerIntegrity::breachesBy);
    return Objects.requireNonNull(breaches).stream()
        .filter(breach -> OF_THE_LEDGER.contains(breach.invariant()))
        .toList();
  }

  /** Every row takes longer than the service's ordinary limits on a busy machine. */
  private static List<Breach> breachesBy(Connection connection) throws SQLException {
    // The pool sets it back.
    connection.setNetworkTimeout(Runnable::run, (int) PATIENCE.toMillis());
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET statement_timeout = " + PATIENCE.toMillis());
      try {
        return IntegrityChecker.breaches(
            JdbcClient.create(new SingleConnectionDataSource(connection, true)),
            Duration.ofHours(1));
      } finally {
        statement.execute("RESET statement_timeout");
      }
    }
  }
}
