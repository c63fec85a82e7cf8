package dev.florin.account;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Asks the database for every breach of the ledger's invariants. */
public final class LedgerIntegrity {

  /** I1: per currency and per transfer, debits equal credits. */
  private static final String UNBALANCED =
      """
      SELECT 'I1' AS invariant, transfer_id AS what, currency, sum(net)::text AS difference
      FROM (SELECT transfer_id, currency,
                   CASE direction WHEN 'credit' THEN amount ELSE -amount END AS net
            FROM posting) p
      GROUP BY GROUPING SETS ((transfer_id, currency), (currency))
      HAVING sum(net) <> 0
      """;

  /** I2: the balance is the fold of the postings, whose versions have no gap. */
  private static final String BROKEN_CHAIN =
      """
      SELECT 'I2' AS invariant, account_id::text AS what, account_version::text, balance_after::text
      FROM (SELECT p.*, row_number() OVER chain AS place,
                   sum(CASE direction WHEN 'credit' THEN amount ELSE -amount END)
                     OVER chain AS folded
            FROM posting p WINDOW chain AS (PARTITION BY account_id ORDER BY account_version)) c
      WHERE place <> account_version OR folded <> balance_after
      """;

  private static final String STALE_BALANCE =
      """
      SELECT 'I2' AS invariant, a.id::text AS what, a.posted::text, a.version::text
      FROM account a
      LEFT JOIN posting p ON p.account_id = a.id AND p.account_version = a.version
      WHERE coalesce(p.balance_after, 0) <> a.posted OR (a.version > 0 AND p.leg IS NULL)
      """;

  /** I3: no wallet below its floor. */
  private static final String OVERDRAWN =
      """
      SELECT 'I3' AS invariant, id::text AS what, posted::text, held::text
      FROM account WHERE kind = 'wallet' AND posted - held < 0
      """;

  /** I4: at most one effect per payment and operation. */
  private static final String REPEATED =
      """
      SELECT 'I4' AS invariant, coalesce(reverses, id) AS what, kind, count(*)::text AS effects
      FROM transfer WHERE decline_code IS NULL
      GROUP BY coalesce(reverses, id), kind HAVING count(*) > 1
      """;

  private LedgerIntegrity() {}

  /** All breaches; an intact ledger has none. */
  public static List<Map<String, @Nullable Object>> breaches(JdbcTemplate jdbc) {
    return List.of(UNBALANCED, BROKEN_CHAIN, STALE_BALANCE, OVERDRAWN, REPEATED).stream()
        .flatMap(query -> jdbc.queryForList(query).stream())
        .toList();
  }
}
