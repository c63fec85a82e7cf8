package dev.florin.account.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.localstack.embedded.Database;
import dev.florin.localstack.embedded.EphemeralPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A long history: a posting an hour, from the first hour of the year on. */
class PastBalancesIT {

  private static final UUID ACCOUNT = UUID.fromString("00000000-0000-4000-8000-00000000000a");
  private static final Instant NEW_YEAR = Instant.parse("2025-01-01T00:00:00Z");
  private static final int POSTINGS = 2_000;

  private final JdbcTemplate jdbc = migrated();
  private final PastBalances balances = new PastBalances(JdbcClient.create(jdbc));

  @BeforeEach
  void oneWalletWithAPostingAnHour() {
    for (String table : new String[] {"account", "transfer", "posting"}) {
      jdbc.execute("ALTER TABLE %s DISABLE TRIGGER USER".formatted(table));
    }
    jdbc.update(
        """
        INSERT INTO account (id, kind, merchant_id, user_id, currency, posted, version)
        VALUES (?, 'wallet', 'M', 'USER_1', 'USD', ?, ?)
        """,
        ACCOUNT,
        POSTINGS,
        POSTINGS);
    jdbc.update(
        """
        INSERT INTO transfer (id, kind, legs, fingerprint, created_at)
        SELECT 'T-' || n, 'deposit', 2, '\\x00', ?::timestamptz + n * interval '1 hour'
        FROM generate_series(1, ?) n
        """,
        NEW_YEAR.toString(),
        POSTINGS);
    jdbc.update(
        """
        INSERT INTO posting (transfer_id, leg, account_id, direction, amount, currency,
                             account_version, balance_after)
        SELECT 'T-' || n, 1, ?, 'credit', 1, 'USD', n, n FROM generate_series(1, ?) n
        """,
        ACCOUNT,
        POSTINGS);
  }

  @Test
  void periodIsNarrowedDownToItsVersions() {
    for (int hour : new int[] {1, 2, 3, 777, 1_024, 1_999, 2_000}) {
      assertThat(balances.versionBefore(ACCOUNT, hour(hour))).isEqualTo(hour - 1);
      assertThat(balances.versionAfter(ACCOUNT, hour(hour))).isEqualTo(hour);
    }
  }

  @Test
  void whatIsCloseToAnEndIsLeftIn() {
    Duration close = Duration.ofMinutes(4);
    assertThat(balances.versionBefore(ACCOUNT, hour(500).plus(close))).isEqualTo(499);
    assertThat(balances.versionAfter(ACCOUNT, hour(500).minus(close))).isEqualTo(500);
  }

  @Test
  void endsBeyondTheHistoryLeaveAllOfItIn() {
    Period ever = Period.of(null, null);
    assertThat(balances.versionBefore(ACCOUNT, ever.from())).isZero();
    assertThat(balances.versionAfter(ACCOUNT, ever.to())).isEqualTo(Long.MAX_VALUE);
    Period period = Period.of(NEW_YEAR, hour(5_000));
    assertThat(balances.versionBefore(ACCOUNT, period.from())).isZero();
    assertThat(balances.versionAfter(ACCOUNT, period.to())).isEqualTo(POSTINGS);
    assertThat(balances.versionBefore(ACCOUNT, period.to())).isEqualTo(POSTINGS);
    assertThat(balances.versionAfter(ACCOUNT, period.from())).isZero();
  }

  private static Instant hour(int number) {
    return NEW_YEAR.plus(Duration.ofHours(number));
  }

  private static JdbcTemplate migrated() {
    Database database = EphemeralPostgres.database("past");
    DriverManagerDataSource dataSource =
        new DriverManagerDataSource(database.url(), database.username(), database.password());
    Flyway.configure()
        .dataSource(dataSource)
        .locations("classpath:db/migration", "classpath:db/inbox")
        .load()
        .migrate();
    return new JdbcTemplate(dataSource);
  }
}
