package dev.florin.payment.payment;

import dev.florin.fault.FaultPoint;
import dev.florin.payment.payment.Payment.Risk;
import dev.florin.payment.payment.Payment.Status;
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
 * The payments that are still processing, as work to be shared out: each is leased to one worker at
 * a time, and taking it up fences off whoever had it before.
 */
@Repository
public class OpenPayments implements Decisions, OpenWork {

  private static final String OWNER =
      """
       WHERE uuid = :uuid AND status = 'processing' AND version = :version
         AND resumptions = :resumptions
      """;

  private static final String OWNED = OWNER + " RETURNING *";

  /** Whoever gives a payment up must not overlook that its outcome has just become known. */
  private static final String ABANDON =
      "UPDATE payment SET abandoned_for = :reason" + OWNER + " AND NOT prompted RETURNING *";

  private static final String ABANDON_OVERDUE =
      """
      UPDATE payment
      SET abandoned_for = :reason, leased = false, resume_at = now(),
          channel = :channel, transaction_id = :transactionId, message = :message
      """
          + OWNER
          + " AND awaited_until <= now() AND NOT prompted RETURNING *";

  private static final String TAKE_UP =
      """
      UPDATE payment
      SET resumptions = resumptions + 1, leased = true, prompted = false,
          resume_at = now() + make_interval(secs => :leaseSeconds)
      WHERE uuid IN (SELECT uuid FROM payment
                     WHERE status = 'processing' AND resume_at <= now()
                       AND (CAST(:uuid AS uuid) IS NULL OR uuid = :uuid)
                     ORDER BY resume_at
                     LIMIT :limit
                     FOR UPDATE SKIP LOCKED)
      RETURNING *
      """;

  private static final String PARK =
      """
      UPDATE payment
      SET leased = false, prompted = false, tries = tries + 1,
          resume_at = CASE WHEN prompted THEN now()
                           ELSE now() + make_interval(secs => :pauseSeconds) END,
          unknown_since = COALESCE(unknown_since, now()),
          parked_at = CASE WHEN tries >= :pauses
                             OR unknown_since <= now() - make_interval(secs => :allPausesSeconds)
                           THEN COALESCE(parked_at, now()) END,
          risk_decision = :riskDecision, risk_level = :riskLevel, risk_score = :riskScore,
          channel = :channel, transaction_id = :transactionId, message = :message,
          updated_at = now()
      """
          + OWNED;

  /** A pause that is cut short does not count, unless it has been counted to the end. */
  private static final String HASTEN =
      """
      UPDATE payment
      SET resume_at = now(), updated_at = now(),
          tries = CASE WHEN parked_at IS NULL THEN tries - 1 ELSE tries END
      WHERE uuid = :uuid AND status = 'processing' AND NOT leased
        AND resume_at > now() AND updated_at < now() - make_interval(secs => :quietSeconds)
      """;

  private static final String PROMPT =
      """
      UPDATE payment
      SET prompted = leased, resume_at = CASE WHEN leased THEN resume_at ELSE now() END
      WHERE uuid = :uuid AND status = 'processing'
      """;

  private static final String RETRY =
      """
      UPDATE payment SET resume_at = now()
      WHERE uuid = :uuid AND status = 'processing' AND parked_at IS NOT NULL AND NOT leased
      """;

  private static final String GO_ON_DEGRADED =
      """
      WITH degraded AS (UPDATE payment SET risk_decision = 'degraded'%s),
      noted AS (
        INSERT INTO payment_reassessment (payment_uuid, resume_at)
        SELECT uuid, now() + make_interval(secs => :pauseSeconds) FROM degraded
        ON CONFLICT (payment_uuid) DO NOTHING)
      SELECT * FROM degraded
      """
          .formatted(OWNED);

  private static final Duration QUIET_TIME = Duration.ofSeconds(5);

  private final JdbcClient jdbc;
  private final PaymentRows rows;
  private final WorkProperties work;

  OpenPayments(JdbcClient jdbc, PaymentRows rows, WorkProperties work) {
    this.jdbc = jdbc;
    this.rows = rows;
    this.work = work;
  }

  /** Takes up to that many payments whose lease has passed or whose next try is due. */
  public List<Payment> takeUpDue(int limit) {
    return takeUp(null, limit);
  }

  /** Takes up that payment if its lease has passed or its next try is due. */
  public Optional<Payment> takeUp(UUID uuid) {
    return takeUp(uuid, 1).stream().findFirst();
  }

  private List<Payment> takeUp(@Nullable UUID uuid, int limit) {
    List<Payment> taken =
        jdbc.sql(TAKE_UP)
            .param("uuid", uuid)
            .param("limit", limit)
            .param("leaseSeconds", Seconds.of(work.lease()))
            .query(rows)
            .list();
    if (!taken.isEmpty()) {
      FaultPoint.PAYMENT_TAKE_UP_AFTER_COMMIT.reach();
    }
    return taken;
  }

  /**
   * Gives a payment back, its outcome still open, to be taken up after a pause that grows up to the
   * longest one, which is repeated. It is parked when its pauses are used up, or would be if no
   * client had cut them short.
   *
   * @throws StalePaymentException if the caller was overtaken; nothing is written
   */
  public Payment giveBack(Payment payment) {
    return write(
        PARK,
        payment,
        Map.of(
            "pauseSeconds",
            Seconds.of(work.pauseAfter(payment.tries())),
            "pauses",
            work.resumeAfter().size(),
            "allPausesSeconds",
            Seconds.of(work.allPauses())));
  }

  /**
   * Whether a payment that this transaction has given back was parked by that; so it is only once.
   */
  public boolean hasJustOutlastedPauses(Payment payment) {
    return jdbc.sql("SELECT coalesce(parked_at = now(), false) FROM payment WHERE uuid = :uuid")
        .param("uuid", payment.id().value())
        .query(Boolean.class)
        .single();
  }

  @Override
  public Payment goOnDegraded(Payment payment) {
    write(GO_ON_DEGRADED, payment, Map.of("pauseSeconds", Seconds.of(work.pauseAfter(0))));
    FaultPoint.PAYMENT_DEGRADE_AFTER_COMMIT.reach();
    return payment.assessed(Risk.DEGRADED);
  }

  @Override
  public Payment abandon(Payment payment, PaymentError reason) {
    write(ABANDON, payment, Map.of("reason", reason.code()));
    FaultPoint.PAYMENT_ABANDON_AFTER_COMMIT.reach();
    return payment.abandoned(reason);
  }

  /**
   * Abandons a payment whose payer was still to do something after the window for it, and leaves it
   * to whoever takes it up next.
   *
   * @return empty if the window is still open, or the outcome has just become known, or the caller
   *     was overtaken; nothing is written
   */
  public Optional<Payment> abandonOverdue(Payment payment, PaymentError reason) {
    Map<String, @Nullable Object> values = new HashMap<>(rows.progressOf(payment));
    values.put("reason", reason.code());
    return jdbc.sql(ABANDON_OVERDUE).params(values).query(rows).optional();
  }

  @Override
  public void hasten(Payment payment) {
    if (payment.status() != Status.PROCESSING) {
      return;
    }
    jdbc.sql(HASTEN)
        .param("uuid", payment.id().value())
        .param("quietSeconds", Seconds.of(QUIET_TIME))
        .update();
  }

  /** Has the payment looked at now, or as soon as whoever has it gives it back: there is news. */
  public void prompt(UUID uuid) {
    jdbc.sql(PROMPT).param("uuid", uuid).update();
  }

  /** Has a parked payment tried again at once; whether it is parked, and nobody works on it. */
  public boolean retry(UUID uuid) {
    return jdbc.sql(RETRY).param("uuid", uuid).update() == 1;
  }

  private Payment write(String sql, Payment payment, Map<String, Object> more) {
    Map<String, @Nullable Object> values = new HashMap<>(rows.progressOf(payment));
    values.putAll(more);
    return jdbc.sql(sql)
        .params(values)
        .query(rows)
        .optional()
        .orElseThrow(() -> new StalePaymentException(payment));
  }
}
