package dev.florin.localstack.ledger;

import dev.florin.localstack.ledger.Difference.Kind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Follows every account from its first posting to its balance. */
final class AccountPass {
  private static final int ROWS_AT_ONCE = 2000;

  private static final String ALL =
      """
      SELECT a.id, a.kind = 'wallet', a.currency, a.posted, a.held, a.version,
             p.account_version, p.direction = 'credit', p.amount, p.currency, p.balance_after,
             p.transfer_id
      FROM account a LEFT JOIN posting p ON p.account_id = a.id
      ORDER BY a.id, p.account_version
      """;

  private static final String HELD =
      """
      SELECT a.id, a.held, coalesce(h.remaining, 0)
      FROM account a
      LEFT JOIN (SELECT account_id, sum(remaining) AS remaining FROM hold
                 WHERE status = 'placed' GROUP BY account_id) h ON h.account_id = a.id
      WHERE a.held <> coalesce(h.remaining, 0)
      """;

  private final Differences differences;
  private final Progress progress;
  private long accounts;
  private long postings;

  AccountPass(Differences differences, Progress progress) {
    this.differences = differences;
    this.progress = progress;
  }

  long accounts() {
    return accounts;
  }

  long postings() {
    return postings;
  }

  void run(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(ROWS_AT_ONCE);
      try (ResultSet rows = statement.executeQuery(ALL)) {
        follow(rows);
      }
      try (ResultSet rows = statement.executeQuery(HELD)) {
        while (rows.next()) {
          differences.add(
              Kind.ACCOUNT_DIFFERS,
              rows.getString(1),
              "account %s holds %d minor units, and its open holds say %d"
                  .formatted(rows.getString(1), rows.getLong(2), rows.getLong(3)));
        }
      }
    }
  }

  private void follow(ResultSet rows) throws SQLException {
    Account account = null;
    while (rows.next()) {
      String id = rows.getString(1);
      if (account == null || !account.id.equals(id)) {
        end(account);
        account = new Account(rows);
        accounts++;
      }
      if (rows.getString(7) != null) {
        postings++;
        account.add(rows);
        progress.report("followed %,d postings through their accounts", postings);
      }
    }
    end(account);
  }

  private void end(@Nullable Account account) {
    if (account != null) {
      account.end();
      if (!account.fault.isEmpty()) {
        differences.add(
            Kind.ACCOUNT_DIFFERS,
            account.id,
            "account %s: %s".formatted(account.id, account.fault));
      }
    }
  }

  /** One account on its way; only the first fault is told, since the rest follows from it. */
  private static final class Account {
    private final String id;
    private final boolean wallet;
    private final String currency;
    private final long posted;
    private final long held;
    private final long version;
    private long lastVersion;
    private long balance;
    private String fault = "";

    private Account(ResultSet row) throws SQLException {
      id = row.getString(1);
      wallet = row.getBoolean(2);
      currency = row.getString(3);
      posted = row.getLong(4);
      held = row.getLong(5);
      version = row.getLong(6);
    }

    private void add(ResultSet row) throws SQLException {
      long number = row.getLong(7);
      long after = row.getLong(11);
      long amount = row.getBoolean(8) ? row.getLong(9) : -row.getLong(9);
      if (number != lastVersion + 1) {
        fault("posting %d follows on %d".formatted(number, lastVersion));
      } else if (after != balance + amount) {
        fault(
            "posting %d (transfer %s) leaves %d instead of %d"
                .formatted(number, row.getString(12), after, balance + amount));
      } else if (!currency.equals(row.getString(10))) {
        fault("posting %d is in %s".formatted(number, row.getString(10)));
      }
      lastVersion = number;
      balance = after;
    }

    private void end() {
      if (version != lastVersion) {
        fault("it has %d postings and says %d".formatted(lastVersion, version));
      } else if (posted != balance) {
        fault("its balance is %d, and its postings end in %d".formatted(posted, balance));
      } else if (wallet && posted < held) {
        fault("its wallet is overdrawn: %d posted, %d held".formatted(posted, held));
      }
    }

    private void fault(String what) {
      if (fault.isEmpty()) {
        fault = what;
      }
    }
  }
}
