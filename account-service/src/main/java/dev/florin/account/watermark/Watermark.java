package dev.florin.account.watermark;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Up to which position all transfers are committed or rolled back, so that none can appear there
 * any more. Nobody who writes is made to wait for it.
 *
 * <p>A transfer takes its transaction id before its position. So whoever got a position that is
 * seen here has a lower id than one taken afterwards; once no lower id is running, all of them have
 * ended. (The upper end of a snapshot would not do instead: it stops at the last transaction that
 * has ended, and running ones may lie above.)
 */
public final class Watermark {

  private final JdbcClient jdbc;
  private long complete;
  private @Nullable Pending pending;

  /** On the ledger's database; each reader has one of its own. */
  public Watermark(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A position that will be complete.
   *
   * @param transactionId above that of every transaction that has a position up to here
   */
  private record Pending(long position, long transactionId) {}

  /**
   * Looks again; must not be called inside a transaction, which would wait for itself.
   *
   * @return the position, 0 while none is known; it never falls
   */
  public long advance() {
    Pending next = pending;
    if (next == null) {
      long position = lastPosition();
      if (position <= complete) {
        return complete;
      }
      next = new Pending(position, newTransactionId());
      pending = next;
    }
    if (lowestRunningTransaction() >= next.transactionId()) {
      complete = next.position();
      pending = null;
    }
    return complete;
  }

  private long lastPosition() {
    return jdbc.sql("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM transfer_position")
        .query(Long.class)
        .single();
  }

  private long newTransactionId() {
    return jdbc.sql("SELECT pg_current_xact_id()::text::bigint").query(Long.class).single();
  }

  private long lowestRunningTransaction() {
    return jdbc.sql("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        .query(Long.class)
        .single();
  }
}
