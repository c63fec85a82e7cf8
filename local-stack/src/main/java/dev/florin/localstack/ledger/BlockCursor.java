package dev.florin.localstack.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Reads all blocks in the order of their numbers, a few at a time. */
final class BlockCursor implements AutoCloseable {
  private static final int ROWS_AT_ONCE = 4;

  private static final String ALL =
      """
      SELECT number, first_position, last_position, transfers, leaves, encode(root, 'hex'),
             encode(previous_head, 'hex'), key_id,
             (extract(epoch FROM sealed_at) * 1000000)::bigint, encode(head, 'hex'),
             encode(signature, 'hex')
      FROM seal ORDER BY number
      """;

  private final Statement statement;
  private final ResultSet rows;

  BlockCursor(Connection connection) throws SQLException {
    statement = connection.createStatement();
    statement.setFetchSize(ROWS_AT_ONCE);
    rows = statement.executeQuery(ALL);
  }

  @Nullable BlockRecord next() throws SQLException {
    if (!rows.next()) {
      return null;
    }
    byte[] leaves = rows.getBytes(5);
    return new BlockRecord(
        rows.getLong(1),
        rows.getLong(2),
        rows.getLong(3),
        rows.getInt(4),
        BlockRecord.places(leaves),
        BlockRecord.root(leaves),
        rows.getString(6),
        rows.getString(7),
        rows.getString(8),
        rows.getString(9),
        rows.getString(10),
        rows.getString(11));
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }
}
