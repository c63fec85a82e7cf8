package dev.florin.account.integrity;

import dev.florin.account.audit.Actor;
import dev.florin.account.audit.AuditEntry;
import dev.florin.account.audit.AuditTrail;
import dev.florin.localstack.embedded.Database;
import dev.florin.localstack.embedded.EphemeralPostgres;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * A ledger in a database of its own, intact, with everything in it that can break: deposits, a
 * deduction and its reversal, a hold that is half posted, an adjustment, a frozen account. Its
 * guards are off.
 */
public final class ScratchLedger {

  static final UUID FUNDING = UUID.fromString("00000000-0000-4000-8000-00000000000f");
  static final UUID IN_TRANSIT = UUID.fromString("00000000-0000-4000-8000-00000000001f");
  static final UUID ALICE = UUID.fromString("00000000-0000-4000-8000-00000000000a");
  static final UUID BOB = UUID.fromString("00000000-0000-4000-8000-00000000000b");

  private final Database database;
  private final DataSource dataSource;
  final JdbcTemplate jdbc;
  final AuditTrail audit;

  private ScratchLedger(Database database, DataSource dataSource) {
    this.database = database;
    this.dataSource = dataSource;
    this.jdbc = new JdbcTemplate(dataSource);
    this.audit = new AuditTrail(JdbcClient.create(jdbc), JsonMapper.builder().build());
  }

  /** One without a breach. */
  public static ScratchLedger intact() {
    Database database = EphemeralPostgres.database("integrity");
    DataSource dataSource =
        new SingleConnectionDataSource(
            database.url(), database.username(), database.password(), true);
    Flyway.configure()
        .dataSource(dataSource)
        .locations("classpath:db/migration", "classpath:db/inbox")
        .load()
        .migrate();
    ScratchLedger ledger = new ScratchLedger(database, dataSource);
    ledger.fill();
    return ledger;
  }

  /** One that has not looked yet. */
  public IntegrityChecker checker(MeterRegistry meters, int sweptRows) {
    IntegrityProperties properties =
        new IntegrityProperties(
            Duration.ofSeconds(5), 1_000, sweptRows, Duration.ofSeconds(10), Duration.ofHours(1));
    return new IntegrityChecker(jdbc, dataSource, audit, properties, meters);
  }

  Connection anotherConnection() throws SQLException {
    return DriverManager.getConnection(database.url(), database.username(), database.password());
  }

  void run(String... statements) {
    for (String statement : statements) {
      jdbc.execute(statement);
    }
  }

  long lastPosition() {
    return JdbcClient.create(jdbc)
        .sql("SELECT max(position) FROM transfer")
        .query(Long.class)
        .single();
  }

  void record(AuditEntry entry) {
    new TransactionTemplate(new JdbcTransactionManager(dataSource))
        .executeWithoutResult(_ -> audit.record(entry));
  }

  /** Moves money as the ledger does, from one account to the other. */
  void post(String id, String kind, String rest, UUID from, UUID to, long amount) {
    jdbc.update(
        "INSERT INTO transfer (id, kind, legs, fingerprint, reverses, hold_id) VALUES (?, ?, 2, '\\x00', "
            + rest
            + ")",
        id,
        kind);
    leg(id, 1, from, "debit", amount, -amount);
    leg(id, 2, to, "credit", amount, amount);
  }

  private void leg(String id, int leg, UUID account, String direction, long amount, long change) {
    jdbc.update(
        "UPDATE account SET posted = posted + ?, version = version + 1 WHERE id = ?",
        change,
        account);
    jdbc.update(
        """
        INSERT INTO posting (transfer_id, leg, account_id, direction, amount, currency,
                             account_version, balance_after)
        SELECT ?, ?, id, ?, ?, currency, version, posted FROM account WHERE id = ?
        """,
        id,
        leg,
        direction,
        amount,
        account);
  }

  private void fill() {
    for (String table : new String[] {"account", "transfer", "posting", "hold"}) {
      run("ALTER TABLE %s DISABLE TRIGGER USER".formatted(table));
    }
    jdbc.update(
        "INSERT INTO account (id, kind, code, stripe, currency) VALUES (?, 'system', 'funding', 0, 'USD'),"
            + " (?, 'system', 'in_transit', 0, 'USD')",
        FUNDING,
        IN_TRANSIT);
    jdbc.update(
        "INSERT INTO account (id, kind, merchant_id, user_id, currency) VALUES"
            + " (?, 'wallet', 'M', 'alice', 'USD'), (?, 'wallet', 'M', 'bob', 'USD')",
        ALICE,
        BOB);
    post("deposit-a", "deposit", "NULL, NULL", FUNDING, ALICE, 1_000);
    post("deposit-b", "deposit", "NULL, NULL", FUNDING, BOB, 500);
    post("pay:deduct", "deduction", "NULL, NULL", ALICE, IN_TRANSIT, 300);
    post("pay:reverse", "reversal", "'pay:deduct', NULL", IN_TRANSIT, ALICE, 300);
    post("capture", "capture", "NULL, 'hold-1'", ALICE, IN_TRANSIT, 100);
    jdbc.update(
        """
        INSERT INTO hold (id, account_id, currency, amount, posted, remaining, status, fingerprint,
                          expires_at)
        VALUES ('hold-1', ?, 'USD', 400, 100, 300, 'placed', '\\x00', now() + interval '1 day')
        """,
        ALICE);
    jdbc.update("UPDATE account SET held = 300 WHERE id = ?", ALICE);
    record(entry("adjustment.requested", null, "adjustment:1", null));
    post("adjustment:1", "adjustment", "NULL, NULL", FUNDING, BOB, 5);
    jdbc.update("UPDATE account SET status = 'frozen' WHERE id = ?", BOB);
    record(entry("account.frozen", BOB, null, Map.of("status", "frozen")));
    record(entry("account.frozen", BOB, null, Map.of("status", "frozen")));
  }

  private static AuditEntry entry(
      String action,
      @Nullable UUID account,
      @Nullable String transfer,
      @Nullable Map<String, String> after) {
    return new AuditEntry(
        new Actor("operator:test"), action, account, transfer, null, after, "as it should be");
  }
}
