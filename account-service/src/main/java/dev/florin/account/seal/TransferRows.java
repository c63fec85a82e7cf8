package dev.florin.account.seal;

import dev.florin.account.seal.SealedTransfer.SealedPosting;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;

/** Puts transfers together from rows of {@link #COLUMNS}, of which each holds one posting. */
final class TransferRows implements RowCallbackHandler {

  static final String COLUMNS =
      """
      t.position, t.id, t.kind, t.decline_code, t.merchant_id, t.reverses, t.hold_id, t.reason,
      encode(t.fingerprint, 'hex') AS fingerprint, t.trace_id,
      (extract(epoch FROM t.created_at) * 1000000)::bigint AS created_at, t.legs,
      p.leg, p.account_id::text AS account_id, p.account_version, p.direction, p.amount,
      p.currency, p.balance_after
      """;

  private final Consumer<SealedTransfer> consumer;
  private @Nullable SealedTransfer header;
  private List<SealedPosting> postings = new ArrayList<>();

  /**
   * Hands over every transfer as soon as it is complete.
   *
   * @param consumer gets them in the order of the rows
   */
  TransferRows(Consumer<SealedTransfer> consumer) {
    this.consumer = consumer;
  }

  @Override
  public void processRow(ResultSet row) throws SQLException {
    long position = row.getLong("position");
    if (header == null || header.position() != position) {
      finish();
      header = header(row);
    }
    int leg = row.getInt("leg");
    if (!row.wasNull()) {
      postings.add(posting(row, leg));
    }
  }

  /** Hands over the last one. */
  void finish() {
    SealedTransfer last = header;
    if (last != null) {
      consumer.accept(
          new SealedTransfer(
              last.position(),
              last.id(),
              last.kind(),
              last.declineCode(),
              last.merchantId(),
              last.reverses(),
              last.holdId(),
              last.reason(),
              last.fingerprint(),
              last.traceId(),
              last.createdAtMicros(),
              last.legs(),
              postings));
    }
    header = null;
    postings = new ArrayList<>();
  }

  private static SealedTransfer header(ResultSet row) throws SQLException {
    return new SealedTransfer(
        row.getLong("position"),
        row.getString("id"),
        row.getString("kind"),
        row.getString("decline_code"),
        row.getString("merchant_id"),
        row.getString("reverses"),
        row.getString("hold_id"),
        row.getString("reason"),
        row.getString("fingerprint"),
        row.getString("trace_id"),
        row.getLong("created_at"),
        row.getInt("legs"),
        List.of());
  }

  private static SealedPosting posting(ResultSet row, int leg) throws SQLException {
    return new SealedPosting(
        leg,
        row.getString("account_id"),
        row.getLong("account_version"),
        row.getString("direction"),
        row.getLong("amount"),
        row.getString("currency"),
        row.getLong("balance_after"));
  }
}
