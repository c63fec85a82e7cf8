package dev.florin.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.localstack.embedded.Database;
import dev.florin.localstack.embedded.EphemeralPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The queries over the ledger go red, on tables that let everything be written. */
class LedgerBreachesIT {

  private static final String TABLES =
      """
      CREATE TABLE account (id text PRIMARY KEY, kind text, currency text, posted bigint, held bigint,
        version bigint);
      CREATE TABLE posting (account_id text, account_version bigint, transfer_id text,
        direction text, amount bigint, currency text, balance_after bigint);
      CREATE TABLE transfer (id text, reverses text);
      CREATE TABLE hold (id text, account_id text, status text, remaining bigint);
      INSERT INTO account VALUES ('in', 'system', 'USD', -100, 0, 1),
        ('wallet', 'wallet', 'USD', 100, 40, 1);
      INSERT INTO posting VALUES ('in', 1, 't', 'debit', 100, 'USD', -100),
        ('wallet', 1, 't', 'credit', 100, 'USD', 100);
      INSERT INTO transfer VALUES ('t', NULL);
      INSERT INTO hold VALUES ('h', 'wallet', 'placed', 40)""";

  @Test
  void aSoundLedgerHasNoBreach() throws SQLException {
    try (Connection ledger = ledger()) {
      assertThat(LedgerBreaches.ever(ledger)).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          I1  | UPDATE account SET posted = 101 WHERE id = 'wallet'
          I1  | UPDATE posting SET amount = 99 WHERE account_id = 'wallet'
          I2  | UPDATE account SET version = 2 WHERE id = 'wallet'
          I2  | UPDATE posting SET balance_after = 99 WHERE account_id = 'wallet'
          I2  | UPDATE posting SET account_version = 2 WHERE account_id = 'wallet'
          I3  | UPDATE account SET held = 101 WHERE id = 'wallet'
          I4  | INSERT INTO transfer VALUES ('r1', 't'), ('r2', 't')
          I8  | UPDATE hold SET remaining = 0
          I14 | UPDATE hold SET status = 'voided'
          """)
  void aPlantedViolationIsNamed(String breach, String violation) throws SQLException {
    try (Connection ledger = ledger();
        Statement statement = ledger.createStatement()) {
      statement.execute(violation);

      assertThat(LedgerBreaches.ever(ledger)).anyMatch(line -> line.startsWith(breach + " "));
    }
  }

  private static Connection ledger() throws SQLException {
    Database database = EphemeralPostgres.database("scratch");
    Connection connection =
        DriverManager.getConnection(database.url(), database.username(), database.password());
    try (Statement statement = connection.createStatement()) {
      statement.execute(TABLES);
    }
    return connection;
  }
}
