package dev.florin.account.demo;

import dev.florin.account.ledger.AccountRef.SystemAccount;
import dev.florin.account.ledger.SystemAccounts;
import dev.florin.telemetry.TraceContexts;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Gives the merchant {@code demo} a thousand users with a million dollars each, by real transfers
 * from {@code funding}, before the service calls itself ready, and opens the accounts that their
 * payments need. Wallets that were funded before are left alone.
 */
@Component
@Profile("local")
class DemoWallets implements ApplicationRunner {

  private static final Logger log = LoggerFactory.getLogger(DemoWallets.class);

  private static final int USERS = 1_000;

  private static final List<SystemAccount> PAYMENTS_GO_THROUGH =
      List.of(SystemAccount.IN_TRANSIT, SystemAccount.channelPayable("sandbox"));

  private static final long MINOR_UNITS_EACH = 100_000_000L;

  /** More than any statement takes here. */
  private static final int PATIENCE_MILLIS = 70_000;

  /** The service's ordinary limits are meant for single payments. */
  private static final String PATIENT =
      "SELECT set_config('statement_timeout', '60s', true), set_config('lock_timeout', '30s', true)";

  /** A statement of its own: a time-out that a statement sets holds for the next one only. */
  private static final String ALONE = "SELECT pg_advisory_xact_lock(7236501)";

  private static final String OPEN =
      """
      INSERT INTO account (kind, merchant_id, user_id, currency, trace_id)
      SELECT 'wallet', 'demo', 'USER_' || n, 'USD', ? FROM generate_series(1, ?) n
      ON CONFLICT DO NOTHING
      """;

  /** Each unfunded wallet gets a transfer; transfers are dealt out to the stripes in turn. */
  private static final String FUND =
      """
      WITH stripe AS (
        SELECT id, posted, version, row_number() OVER (ORDER BY id) - 1 AS place,
               count(*) OVER () AS stripes
        FROM (SELECT * FROM account WHERE id = ANY (?::uuid[]) ORDER BY id FOR UPDATE) locked
      ), wallet AS (
        SELECT id, posted, version, 'demo:fund:' || user_id || ':USD' AS transfer_id,
               row_number() OVER (ORDER BY id) - 1 AS place
        FROM (
          SELECT * FROM account
          WHERE kind = 'wallet' AND merchant_id = 'demo' AND currency = 'USD'
            AND user_id = ANY (SELECT 'USER_' || n FROM generate_series(1, ?) n)
            AND NOT EXISTS (
              SELECT FROM transfer WHERE id = 'demo:fund:' || user_id || ':USD')
          ORDER BY id FOR UPDATE) unfunded
      ), deal AS (
        SELECT wallet.*, stripe.id AS stripe_id, stripe.posted AS stripe_posted,
               stripe.version AS stripe_version,
               row_number() OVER (PARTITION BY stripe.id ORDER BY wallet.id) AS turn,
               ?::bigint AS amount
        FROM wallet JOIN stripe ON stripe.place = wallet.place % stripe.stripes
      ), created AS (
        INSERT INTO transfer (id, kind, legs, merchant_id, fingerprint, trace_id)
        SELECT transfer_id, 'deposit', 2, 'demo', sha256(convert_to(transfer_id, 'UTF8')), ?
        FROM deal
      ), credited AS (
        UPDATE account SET posted = account.posted + amount, version = account.version + 1
        FROM deal WHERE account.id = deal.id
      ), debited AS (
        UPDATE account SET posted = account.posted - taken.amount,
                           version = account.version + taken.turns
        FROM (SELECT stripe_id, sum(amount)::bigint AS amount, count(*) AS turns
              FROM deal GROUP BY stripe_id) taken
        WHERE account.id = taken.stripe_id
      )
      INSERT INTO posting (transfer_id, leg, account_id, direction, amount, currency,
                           account_version, balance_after)
      SELECT transfer_id, 1, stripe_id, 'debit', amount, 'USD', stripe_version + turn,
             stripe_posted - turn * amount
      FROM deal
      UNION ALL
      SELECT transfer_id, 2, id, 'credit', amount, 'USD', version + 1, posted + amount FROM deal
      """;

  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;
  private final SystemAccounts systemAccounts;

  DemoWallets(JdbcTemplate jdbc, DataSource dataSource, SystemAccounts systemAccounts) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    this.systemAccounts = systemAccounts;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    for (SystemAccount account : PAYMENTS_GO_THROUGH) {
      systemAccounts.ensureOpen(account, "USD");
    }
    transaction.executeWithoutResult(
        _ -> {
          waitPatiently();
          jdbc.query(ALONE, row -> {});
          String traceId = TraceContexts.traceId();
          jdbc.update(OPEN, traceId, USERS);
          int funded = fund(traceId);
          log.info("{} demo wallets funded", funded);
        });
    // Fresh statistics: the first payments would otherwise be planned for empty tables.
    jdbc.execute("ANALYZE account, transfer, posting");
  }

  private void waitPatiently() {
    jdbc.query(PATIENT, row -> {});
    jdbc.execute(
        (ConnectionCallback<Boolean>)
            connection -> {
              // The pool sets it back.
              connection.setNetworkTimeout(Runnable::run, PATIENCE_MILLIS);
              return true;
            });
  }

  private int fund(@Nullable String traceId) {
    List<UUID> stripes = systemAccounts.open(SystemAccount.FUNDING, "USD");
    String[] ids = stripes.stream().map(UUID::toString).toArray(String[]::new);
    return jdbc.update(FUND, ids, USERS, MINOR_UNITS_EACH, traceId) / 2;
  }
}
