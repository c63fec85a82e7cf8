package dev.florin.system;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What must hold in the ledger at every moment, asked for from outside the service. */
final class LedgerBreaches {

  /** Everything that must hold in one snapshot, as one line per breach. */
  private static final String NOW =
      """
      SELECT 'I1 ' || currency FROM account GROUP BY currency HAVING sum(posted) <> 0
      UNION ALL
      SELECT 'I2 ' || a.id FROM account a
      LEFT JOIN LATERAL (
        SELECT account_version, balance_after FROM posting
        WHERE account_id = a.id ORDER BY account_version DESC LIMIT 1) last ON true
      WHERE (a.version, a.posted)
            <> (coalesce(last.account_version, 0), coalesce(last.balance_after, 0))
      UNION ALL
      SELECT 'I3 ' || id FROM account WHERE kind = 'wallet' AND posted - held < 0
      UNION ALL
      SELECT 'I4 ' || reverses FROM transfer
      WHERE reverses IS NOT NULL GROUP BY reverses HAVING count(*) > 1
      UNION ALL
      SELECT 'I8 ' || id FROM hold WHERE (status = 'placed') <> (remaining > 0)
      UNION ALL
      SELECT 'I14 ' || a.id FROM account a
      LEFT JOIN hold h ON h.account_id = a.id AND h.status = 'placed'
      GROUP BY a.id HAVING a.held <> coalesce(sum(h.remaining), 0)""";

  /** What takes a look at every posting there is. */
  private static final String EVER =
      """
      SELECT 'I1 ' || transfer_id FROM posting GROUP BY transfer_id, currency
      HAVING sum(CASE direction WHEN 'credit' THEN amount ELSE -amount END) <> 0
      UNION ALL
      SELECT 'I2 ' || account_id || ' ' || account_version FROM (
        SELECT account_id, account_version, balance_after,
               CASE direction WHEN 'credit' THEN amount ELSE -amount END AS change,
               lag(account_version, 1, 0::bigint) OVER by_version AS version_before,
               lag(balance_after, 1, 0::bigint) OVER by_version AS balance_before
        FROM posting WINDOW by_version AS (PARTITION BY account_id ORDER BY account_version)) p
      WHERE account_version <> version_before + 1 OR balance_after <> balance_before + change""";

  private LedgerBreaches() {}

  /** Quick enough to be asked for all the time. */
  static List<String> now(Statement statement) throws SQLException {
    return column(statement, NOW);
  }

  /** All of it, in one snapshot. */
  static List<String> ever(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    try (Statement statement = connection.createStatement()) {
      List<String> breaches = column(statement, NOW + " UNION ALL " + EVER);
      connection.commit();
      return breaches;
    }
  }

  static List<String> column(Statement statement, String query) throws SQLException {
    List<String> values = new ArrayList<>();
    try (ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        values.add(row.getString(1));
      }
    }
    return values;
  }
}
