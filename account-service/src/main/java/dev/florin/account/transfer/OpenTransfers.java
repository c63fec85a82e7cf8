package dev.florin.account.transfer;

import dev.florin.account.transfer.UserTransfer.Risk;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The transfers that are still processing, as work to be shared out: each is leased to one worker
 * at a time, and taking it up fences off whoever had it before.
 */
@Repository
class OpenTransfers {

  private static final String OWNED =
      """
       WHERE uuid = :uuid AND status = 'processing' AND resumptions = :resumptions
       RETURNING *
      """;

  private static final String TAKE_UP =
      """
      UPDATE user_transfer
      SET resumptions = resumptions + 1, leased = true,
          resume_at = now() + make_interval(secs => :leaseSeconds)
      WHERE uuid IN (SELECT uuid FROM user_transfer
                     WHERE status = 'processing' AND resume_at <= now()
                       AND (CAST(:uuid AS uuid) IS NULL OR uuid = :uuid)
                     ORDER BY resume_at
                     LIMIT :limit
                     FOR UPDATE SKIP LOCKED)
      RETURNING *
      """;

  private static final String PARK =
      """
      UPDATE user_transfer
      SET leased = false, resume_at = now() + make_interval(secs => :pauseSeconds),
          tries = tries + 1, risk_decision = coalesce(:riskDecision, risk_decision),
          risk_level = coalesce(:riskLevel, risk_level),
          risk_score = coalesce(:riskScore, risk_score), updated_at = now()
      """
          + OWNED;

  private final JdbcClient jdbc;
  private final TransferRows rows;
  private final TransferProperties properties;

  OpenTransfers(JdbcClient jdbc, TransferRows rows, TransferProperties properties) {
    this.jdbc = jdbc;
    this.rows = rows;
    this.properties = properties;
  }

  /** Takes up to that many transfers whose lease has passed or whose next try is due. */
  List<UserTransfer> takeUpDue(int limit) {
    return takeUp(null, limit);
  }

  /** Takes up that transfer if its lease has passed or its next try is due. */
  Optional<UserTransfer> takeUp(UUID uuid) {
    return takeUp(uuid, 1).stream().findFirst();
  }

  /**
   * Gives a transfer back, its outcome still open, to be taken up after a pause. An assessment that
   * was written down stays: the caller's run may have ended before it learned of it.
   *
   * @throws StaleTransferException if the caller was overtaken; nothing is written
   */
  UserTransfer giveBack(UserTransfer transfer) {
    Duration pause = properties.pauseAfter(transfer.tries());
    return write(PARK, transfer, Map.of("pauseSeconds", seconds(pause)));
  }

  /** How many transfers are still open although they are older than the longest pause. */
  long countOverdue() {
    return jdbc.sql(
            """
            SELECT count(*) FROM user_transfer
            WHERE status = 'processing' AND created_at < now() - make_interval(secs => :seconds)
            """)
        .param("seconds", seconds(properties.resumeAfter().getLast()))
        .query(Long.class)
        .single();
  }

  /** Whether a transfer that was given back has just outlasted every pause; so it is only once. */
  boolean hasJustOutlastedPauses(UserTransfer transfer) {
    return transfer.tries() == properties.resumeAfter().size() + 1;
  }

  /**
   * The transfer goes on without an assessment. Written down first: it is marked whoever ends it.
   *
   * @throws StaleTransferException if the caller was overtaken; nothing is written
   */
  UserTransfer goOnDegraded(UserTransfer transfer) {
    write("UPDATE user_transfer SET risk_decision = 'degraded'" + OWNED, transfer, Map.of());
    return transfer.assessed(Risk.DEGRADED);
  }

  /**
   * The transfer ends here: nothing but its roll-back may happen any more. Written down first,
   * since a later run that finds the reason gone would find the hold gone too.
   *
   * @throws StaleTransferException if the caller was overtaken; nothing is written
   */
  UserTransfer abandon(UserTransfer transfer, Failure reason) {
    write(
        "UPDATE user_transfer SET abandoned_for = :reason" + OWNED,
        transfer,
        Map.of("reason", reason.code()));
    return transfer.abandoned(reason);
  }

  private List<UserTransfer> takeUp(@Nullable UUID uuid, int limit) {
    return jdbc.sql(TAKE_UP)
        .param("uuid", uuid)
        .param("limit", limit)
        .param("leaseSeconds", seconds(properties.lease()))
        .query(rows)
        .list();
  }

  private UserTransfer write(String sql, UserTransfer transfer, Map<String, Object> more) {
    Map<String, @Nullable Object> values = new HashMap<>(rows.progressOf(transfer));
    values.putAll(more);
    return jdbc.sql(sql)
        .params(values)
        .query(rows)
        .optional()
        .orElseThrow(() -> new StaleTransferException(transfer));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
