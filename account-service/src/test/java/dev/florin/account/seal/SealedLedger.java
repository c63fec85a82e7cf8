package dev.florin.account.seal;

import dev.florin.account.watermark.Watermark;
import dev.florin.localstack.embedded.Database;
import dev.florin.localstack.embedded.EphemeralPostgres;
import dev.florin.localstack.ledger.LedgerCheck;
import dev.florin.localstack.ledger.LedgerReport;
import dev.florin.localstack.ledger.SealKeys;
import dev.florin.localstack.ledger.SealTrust.Head;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A ledger on a database of its own, with what seals it and what verifies it. */
final class SealedLedger {

  static final String KEY = SealKeys.generate();

  private static final List<String> TABLES =
      List.of("account", "transfer", "posting", "hold", "seal");

  /** Moves an amount between two accounts, in the one statement that the schema wants. */
  private static final String MOVE =
      """
      WITH moved AS (
        UPDATE account SET version = version + 1,
               posted = posted + CASE id WHEN ?::uuid THEN ?::bigint ELSE -?::bigint END
        WHERE id IN (?::uuid, ?::uuid) RETURNING id, version, posted, currency),
      made AS (
        INSERT INTO transfer (id, kind, legs, merchant_id, fingerprint)
        VALUES (?, 'transfer', 2, 'demo', sha256('content')))
      INSERT INTO posting (account_id, account_version, transfer_id, leg, direction, amount,
                           currency, balance_after)
      SELECT id, version, ?, CASE id WHEN ?::uuid THEN 2 ELSE 1 END,
             CASE id WHEN ?::uuid THEN 'credit' ELSE 'debit' END, ?, currency, posted
      FROM moved
      """;

  private final Database database = EphemeralPostgres.database("seal");
  private final DataSource dataSource =
      new DriverManagerDataSource(database.url(), database.username(), database.password());
  private final JdbcTemplate jdbc = new JdbcTemplate(dataSource);
  private final String from = account("funding");
  private final String to = account("bank");

  SealedLedger() {}

  private void migrate() {
    Flyway.configure()
        .dataSource(dataSource)
        .locations("classpath:db/migration", "classpath:db/inbox")
        .load()
        .migrate();
  }

  private String account(String code) {
    migrate();
    String id = UUID.randomUUID().toString();
    jdbc.update(
        """
        INSERT INTO account (id, kind, code, stripe, currency)
        VALUES (?::uuid, 'system', ?, 0, 'USD')
        """,
        id,
        code);
    return id;
  }

  DataSource dataSource() {
    return dataSource;
  }

  JdbcTemplate jdbc() {
    return jdbc;
  }

  String address() {
    return "%s?user=%s&password=%s"
        .formatted(database.url(), database.username(), database.password());
  }

  /** Posts transfers of 100 minor units. */
  void post(String... ids) {
    for (String id : ids) {
      post(jdbc, id);
    }
  }

  /** The same on a connection of the caller's choice. */
  void post(JdbcTemplate on, String id) {
    on.update(MOVE, to, 100, 100, from, to, id, id, to, to, 100);
  }

  void decline(String id) {
    jdbc.update(
        """
        INSERT INTO transfer (id, kind, legs, decline_code, fingerprint)
        VALUES (?, 'deduction', 0, 'insufficient_funds', sha256('content'))
        """,
        id);
  }

  SealTransfers sealer(int blockSize) {
    return sealer(blockSize, KEY);
  }

  SealTransfers sealer(int blockSize, String key) {
    return new SealTransfers(
        new Seals(dataSource),
        new Watermark(JdbcClient.create(dataSource)),
        SealKey.fromText(key),
        blockSize,
        new TransactionTemplate(new JdbcTransactionManager(dataSource)),
        new SealMetrics(new SimpleMeterRegistry(), InstantSource.system()),
        ObservationRegistry.NOOP);
  }

  /** What the owner of the tables can do when nobody looks. */
  void tamper(String... statements) {
    List<String> all = new ArrayList<>();
    TABLES.forEach(table -> all.add("ALTER TABLE %s DISABLE TRIGGER USER".formatted(table)));
    all.addAll(Arrays.asList(statements));
    TABLES.forEach(table -> all.add("ALTER TABLE %s ENABLE TRIGGER USER".formatted(table)));
    jdbc.batchUpdate(all.toArray(String[]::new));
  }

  /** Remembers what is written now. */
  void keep() {
    TABLES.forEach(
        table -> jdbc.execute("CREATE TABLE kept_%s AS TABLE %s".formatted(table, table)));
  }

  /** Writes again what was remembered. */
  void putBack() {
    List<String> statements = new ArrayList<>();
    for (String table : List.of("posting", "transfer", "hold", "seal")) {
      statements.add("DELETE FROM " + table);
      statements.add("INSERT INTO %s SELECT * FROM kept_%s".formatted(table, table));
    }
    statements.add(
        """
        UPDATE account a SET posted = kept.posted, held = kept.held, version = kept.version
        FROM kept_account kept WHERE kept.id = a.id
        """);
    tamper(statements.toArray(String[]::new));
  }

  LedgerReport verify(Head... known) {
    try {
      return new LedgerCheck(List.of(SealKeys.publicKeyOf(KEY)), List.of(known), List.of(), _ -> {})
          .run(address());
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
