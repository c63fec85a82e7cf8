package dev.florin.localstack.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Reads all transfers with their postings in the order of their positions, a few at a time. */
final class TransferCursor implements AutoCloseable {
  private static final int ROWS_AT_ONCE = 2000;

  /** The fields of a transfer in the order in which they are hashed. */
  private static final int HEADER_FIELDS = 12;

  private static final int POSTING_FIELDS = 7;
  private static final int POSITION = 1;
  private static final int ID = 2;
  private static final int LEGS = 12;
  private static final int LEG = 13;
  private static final int DIRECTION = 16;
  private static final int AMOUNT = 17;
  private static final int CURRENCY = 18;

  private static final String ALL =
      """
      SELECT t.position, t.id, t.kind, t.decline_code, t.merchant_id, t.reverses, t.hold_id,
             t.reason, encode(t.fingerprint, 'hex'), t.trace_id,
             (extract(epoch FROM t.created_at) * 1000000)::bigint, t.legs,
             p.leg, p.account_id, p.account_version, p.direction, p.amount, p.currency,
             p.balance_after
      FROM transfer t LEFT JOIN posting p ON p.transfer_id = t.id
      ORDER BY t.position, p.leg
      """;

  private final Statement statement;
  private final ResultSet rows;
  private boolean onRow;
  private @Nullable TransferRecord next;

  TransferCursor(Connection connection) throws SQLException {
    statement = connection.createStatement();
    statement.setFetchSize(ROWS_AT_ONCE);
    rows = statement.executeQuery(ALL);
    onRow = rows.next();
    next = read();
  }

  /** The next transfer, without moving on; null at the end. */
  @Nullable TransferRecord peek() {
    return next;
  }

  /** Moves on. */
  void advance() throws SQLException {
    next = read();
  }

  private @Nullable TransferRecord read() throws SQLException {
    if (!onRow) {
      return null;
    }
    long position = rows.getLong(POSITION);
    String id = rows.getString(ID);
    int legs = rows.getInt(LEGS);
    Digests.Fields fields = Digests.leaf();
    for (int column = 1; column <= HEADER_FIELDS; column++) {
      fields.add(rows.getString(column));
    }
    Balance balance = new Balance();
    while (onRow && rows.getLong(POSITION) == position) {
      if (rows.getString(LEG) != null) {
        for (int column = LEG; column < LEG + POSTING_FIELDS; column++) {
          fields.add(rows.getString(column));
        }
        balance.add(rows.getString(DIRECTION), rows.getLong(AMOUNT), rows.getString(CURRENCY));
      }
      onRow = rows.next();
    }
    return new TransferRecord(
        position, id, Digests.hex(fields.hash()), balance.fault(legs), balance.postings);
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }

  /** Debits against credits. */
  private static final class Balance {
    private int postings;
    private long net;
    private @Nullable String currency;
    private boolean mixed;
    private boolean overflown;

    private void add(String direction, long amount, String postingCurrency) {
      postings++;
      long change = direction.equals("credit") ? amount : -amount;
      long sum = net + change;
      overflown |= ((net ^ sum) & (change ^ sum)) < 0;
      net = sum;
      mixed |= currency != null && !currency.equals(postingCurrency);
      currency = postingCurrency;
    }

    private String fault(int announced) {
      if (postings != announced) {
        return "it has %d postings instead of %d".formatted(postings, announced);
      }
      if (mixed) {
        return "its postings have several currencies";
      }
      if (overflown) {
        return "its amounts are beyond all bounds";
      }
      return net == 0 ? "" : "credits minus debits are %d minor units".formatted(net);
    }
  }
}
