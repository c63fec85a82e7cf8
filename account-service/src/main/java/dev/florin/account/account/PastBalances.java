package dev.florin.account.account;

import dev.florin.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Balances as they were.
 *
 * <p>A transfer's time is the start of its transaction, and transactions that wait for an account's
 * lock may overtake each other by as long as the longest of them takes. Hence the order of postings
 * is that of their versions: the balance at a moment is the one after the last posting, by version,
 * whose transfer's time is not later.
 */
@Component
class PastBalances {

  /** No transaction can take so long. */
  private static final Duration SLACK = Duration.ofMinutes(5);

  /**
   * Halves the versions until it stands at a posting of about the moment: as many look-ups as there
   * are binary digits in the account's version, however old the moment.
   */
  private static final String HALVING =
      """
      WITH RECURSIVE halving (low, high) AS (
        SELECT 0::bigint, version FROM account WHERE id = :account
        UNION ALL
        SELECT CASE WHEN late THEN low ELSE middle END, CASE WHEN late THEN middle - 1 ELSE high END
        FROM halving
        CROSS JOIN LATERAL (SELECT (low + high + 1) / 2 AS middle) m
        CROSS JOIN LATERAL (
          SELECT t.created_at > :about::timestamptz AS late
          FROM posting p JOIN transfer t ON t.id = p.transfer_id
          WHERE p.account_id = :account AND p.account_version = middle) found
        WHERE low < high
      )
      """;

  /** Reads backwards from where nothing behind can be as early as the moment. */
  private static final String FIND =
      HALVING
          + """
      SELECT p.account_version, p.balance_after
      FROM posting p JOIN transfer t ON t.id = p.transfer_id
      WHERE p.account_id = :account AND t.created_at <= :at
        AND p.account_version <= (SELECT low FROM halving WHERE low >= high)
      ORDER BY p.account_version DESC LIMIT 1
      """;

  private final JdbcClient jdbc;

  PastBalances(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Nullable BalanceAt find(Wallet wallet, Instant at) {
    if (at.isAfter(now())) {
      return null;
    }
    BalanceAt none = new BalanceAt(at, Money.ofMinor(0, wallet.currency()), 0);
    if (at.isBefore(wallet.createdAt())) {
      return none;
    }
    return jdbc.sql(FIND)
        .param("account", wallet.id())
        .param("about", at.plus(SLACK).atOffset(ZoneOffset.UTC))
        .param("at", at.atOffset(ZoneOffset.UTC))
        .query(
            (row, _) ->
                new BalanceAt(at, Money.ofMinor(row.getLong(2), wallet.currency()), row.getLong(1)))
        .optional()
        .orElse(none);
  }

  /** A version that all postings of the moment or later are behind. */
  long versionBefore(UUID account, Instant at) {
    return at.isAfter(Period.BEFORE_ALL) ? versionAbout(account, at.minus(SLACK), 0) : 0;
  }

  /** A version that no posting of before the moment is behind. */
  long versionAfter(UUID account, Instant at) {
    return at.isBefore(Period.AFTER_ALL)
        ? versionAbout(account, at.plus(SLACK), Long.MAX_VALUE)
        : Long.MAX_VALUE;
  }

  private long versionAbout(UUID account, Instant about, long unknown) {
    return jdbc.sql(HALVING + "SELECT low FROM halving WHERE low >= high")
        .param("account", account)
        .param("about", about.atOffset(ZoneOffset.UTC))
        .query(Long.class)
        .optional()
        .orElse(unknown);
  }

  private Instant now() {
    return jdbc.sql("SELECT clock_timestamp()")
        .query((row, _) -> row.getObject(1, OffsetDateTime.class).toInstant())
        .single();
  }
}
