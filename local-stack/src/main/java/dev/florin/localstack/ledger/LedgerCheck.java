package dev.florin.localstack.ledger;

import dev.florin.localstack.ledger.Difference.Kind;
import dev.florin.localstack.ledger.SealTrust.Head;
import java.security.PublicKey;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Recomputes a whole ledger in one snapshot of its database: every hash, signature and balance. It
 * reads with cursors, so that its memory does not grow with the ledger.
 */
public final class LedgerCheck {
  private final List<PublicKey> keys;
  private final List<Head> knownHeads;
  private final List<String> expectedHeads;
  private final Consumer<String> progress;

  /**
   * Prepares a verification.
   *
   * @param keys the only ones that are believed
   * @param knownHeads blocks that were seen before and must still be there
   * @param expectedHeads heads, in hexadecimal, that must be in the chain
   * @param progress is told now and then how far it is
   */
  public LedgerCheck(
      List<PublicKey> keys,
      List<Head> knownHeads,
      List<String> expectedHeads,
      Consumer<String> progress) {
    this.keys = List.copyOf(keys);
    this.knownHeads = List.copyOf(knownHeads);
    this.expectedHeads = List.copyOf(expectedHeads);
    this.progress = progress;
  }

  /**
   * Verifies.
   *
   * @param address JDBC, with credentials
   */
  public LedgerReport run(String address) throws SQLException {
    long begin = System.nanoTime();
    Differences differences = new Differences();
    Progress told = new Progress(progress);
    BlockPass chain =
        new BlockPass(new TrustedKeys(keys), knownHeads, expectedHeads, differences, told);
    AccountPass accounts = new AccountPass(differences, told);
    try (Connection connection = DriverManager.getConnection(address)) {
      connection.setReadOnly(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setAutoCommit(false);
      chain.run(connection);
      accounts.run(connection);
      long postings = countPostings(connection);
      if (chain.postings() != postings || accounts.postings() != postings) {
        nameOrphans(connection, differences);
      }
      connection.rollback();
    }
    Head last = chain.last();
    return new LedgerReport(
        chain.blocks(),
        last.number(),
        last.head(),
        chain.transfers(),
        chain.transfers() - chain.unsealed(),
        chain.unsealed(),
        chain.postings(),
        accounts.accounts(),
        Duration.ofNanos(System.nanoTime() - begin),
        differences.count(),
        differences.kept());
  }

  private static long countPostings(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM posting")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void nameOrphans(Connection connection, Differences differences)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                SELECT p.transfer_id, p.leg, p.account_id
                FROM posting p
                LEFT JOIN transfer t ON t.id = p.transfer_id
                LEFT JOIN account a ON a.id = p.account_id
                WHERE t.id IS NULL OR a.id IS NULL
                ORDER BY p.transfer_id, p.leg LIMIT 100
                """)) {
      while (rows.next()) {
        differences.add(
            Kind.POSTING_ORPHANED,
            rows.getString(1),
            "posting %d of transfer %s on account %s: the transfer or the account is not there"
                .formatted(rows.getInt(2), rows.getString(1), rows.getString(3)));
      }
    }
  }
}
