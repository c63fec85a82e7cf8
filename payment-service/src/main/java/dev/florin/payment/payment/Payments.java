package dev.florin.payment.payment;

import dev.florin.payment.payment.Payment.Status;
import dev.florin.payment.payment.Payment.Terms;
import dev.florin.payment.payment.Payment.Trace;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The payments and their history. A write names the status, version and resumption it starts from,
 * so that a worker that was overtaken is refused.
 */
@Repository
public class Payments implements PayerHistory {

  private static final String INSERT =
      """
      WITH accepted AS (
        INSERT INTO payment (uuid, merchant_id, payment_id, user_id, amount, currency,
                             payment_method, capture_method, payment_token, description, metadata,
                             status, version, leased, resume_at, trace_id, traceparent)
        VALUES (:uuid, :merchantId, :paymentId, :userId, :amount, :currency,
                :method, :captureMethod, :token, :description, CAST(:metadata AS jsonb),
                'processing', 1, true, now() + make_interval(secs => :leaseSeconds), :traceId, :traceparent)
        ON CONFLICT (merchant_id, payment_id) DO NOTHING
        RETURNING *),
      moved AS (
        INSERT INTO payment_transition
          (payment_uuid, version, from_status, to_status, reason, actor, trace_id)
        SELECT uuid, version, 'created', status, 'accepted', :actor, trace_id FROM accepted)
      SELECT * FROM accepted
      """;

  private static final String MOVING =
      """
      WITH moved AS (
        UPDATE payment
        SET status = :to, version = version + 1, event_sequence = event_sequence + 1,
            leased = :leaseSeconds > 0,
            resume_at = CASE WHEN :to = 'processing'
                             THEN now() + make_interval(secs => :leaseSeconds) END,
            resumptions = resumptions + CASE WHEN :from = 'requires_action' THEN 1 ELSE 0 END,
            tries = CASE WHEN :to = 'processing' THEN 0 ELSE tries END,
            unknown_since = CASE WHEN :to = 'processing' THEN NULL ELSE unknown_since END,
            awaited_until =
              CASE WHEN :to = 'requires_review' THEN now() + make_interval(secs => :reviewSeconds)
                   WHEN :to = 'requires_action'
                   THEN COALESCE(awaited_until, now() + make_interval(secs => :actionSeconds))
                   WHEN :from = 'requires_action' THEN awaited_until END,
            next_action = CAST(:nextAction AS jsonb),
            prompted = prompted AND :to = 'requires_action', parked_at = NULL,
            captured = CASE WHEN :to = 'succeeded' AND capture_method = 'automatic' THEN amount
                            ELSE captured END,
            capturable = CASE WHEN :to = 'requires_capture' THEN amount ELSE 0 END,
            capture_before = CASE WHEN :to = 'requires_capture'
                                  THEN least(now() + make_interval(secs => :windowSeconds),
                                    (SELECT max(occurred_at) FROM payment_transition
                                     WHERE payment_uuid = :uuid AND to_status = 'processing')
                                      + make_interval(secs => :heldSeconds))
                                  ELSE capture_before END,
            risk_decision = :riskDecision, risk_level = :riskLevel, risk_score = :riskScore,
            channel = :channel, transaction_id = :transactionId, message = :message,
            failure_code = :failureCode, decline_code = :declineCode, updated_at = now()
        WHERE uuid = :uuid AND status = :from AND version = :version
          AND resumptions = :resumptions%s
        RETURNING *),
      logged AS (
        INSERT INTO payment_transition
          (payment_uuid, version, from_status, to_status, reason, actor, trace_id)
        SELECT uuid, version, :from, status, :reason, :actor, :moveTraceId FROM moved)
      SELECT * FROM moved
      """;

  private static final String MOVE = MOVING.formatted("");

  private static final String MOVE_IF_PROMPTED = MOVING.formatted(" AND prompted");

  private static final String TALLY =
      """
      UPDATE payment
      SET captured = CASE capture_method WHEN 'automatic' THEN payment.captured
                                         ELSE operations.captured END,
          refunded = operations.refunded,
          capturable = CASE WHEN status = 'requires_capture' AND NOT operations.ending
                            THEN greatest(amount - operations.capturing, 0) ELSE 0 END,
          event_sequence = event_sequence + :events, updated_at = now()
      FROM (SELECT
              coalesce(sum(amount) FILTER (WHERE kind = 'capture' AND status = 'succeeded'), 0)
                AS captured,
              coalesce(sum(amount) FILTER (WHERE kind = 'capture' AND status <> 'failed'
                                              OR kind = 'late_refund'), 0)
                AS capturing,
              coalesce(sum(amount) FILTER (WHERE kind = 'refund' AND status = 'succeeded'), 0)
                AS refunded,
              coalesce(bool_or(status <> 'failed'
                               AND (final_capture OR kind IN ('void', 'expiry'))), false)
                AS ending
            FROM payment_operation WHERE payment_uuid = :uuid) AS operations
      WHERE uuid = :uuid
      RETURNING payment.*
      """;
  private static final String FIND =
      "SELECT * FROM payment WHERE merchant_id = :merchantId AND payment_id = :paymentId";

  private static final String KNOWN_USER =
      """
      SELECT EXISTS (SELECT FROM payment
                     WHERE merchant_id = :merchantId AND user_id = :userId
                       AND status = 'succeeded')
      """;

  private final JdbcClient jdbc;
  private final PaymentRows rows;
  private final WorkProperties work;
  private final CaptureProperties capture;
  private final WaitProperties waits;

  Payments(
      JdbcClient jdbc,
      PaymentRows rows,
      WorkProperties work,
      CaptureProperties capture,
      WaitProperties waits) {
    this.jdbc = jdbc;
    this.rows = rows;
    this.work = work;
    this.capture = capture;
    this.waits = waits;
  }

  /**
   * Accepts a payment: it is there, processing, and leased to the caller.
   *
   * @param actor who asked for it
   * @return empty if the merchant has a payment of that name already
   */
  public Optional<Payment> accept(Payment.Id id, Terms terms, String actor, Trace trace) {
    return jdbc.sql(INSERT)
        .params(rows.termsOf(terms))
        .param("uuid", id.value())
        .param("leaseSeconds", Seconds.of(work.lease()))
        .param("actor", actor)
        .param("traceId", trace.traceId())
        .param("traceparent", trace.traceparent())
        .query(rows)
        .optional();
  }

  /**
   * Moves a payment and writes the move down.
   *
   * @param decided the payment as the caller holds it, with all that it learned
   * @param traceId the trace in which the move was decided
   * @return the payment after the move
   * @throws StalePaymentException if the caller was overtaken; nothing is written
   */
  public Payment move(
      Payment decided, Status to, String reason, String actor, @Nullable String traceId) {
    Duration lease = to == Status.PROCESSING ? work.lease() : Duration.ZERO;
    return moved(MOVE, decided, to, lease, new Move(reason, actor, traceId))
        .orElseThrow(() -> new StalePaymentException(decided));
  }

  /**
   * Moves a payment back to {@code processing} and leaves it to whoever takes up work next.
   *
   * @throws StalePaymentException if it has moved meanwhile; nothing is written
   */
  public Payment release(Payment waiting, String reason, String actor, @Nullable String traceId) {
    return moved(MOVE, waiting, Status.PROCESSING, Duration.ZERO, new Move(reason, actor, traceId))
        .orElseThrow(() -> new StalePaymentException(waiting));
  }

  /** The same, but only if what it waits for became known before it began to wait. */
  public Optional<Payment> releaseIfPrompted(
      Payment waiting, String reason, String actor, @Nullable String traceId) {
    return moved(
        MOVE_IF_PROMPTED,
        waiting,
        Status.PROCESSING,
        Duration.ZERO,
        new Move(reason, actor, traceId));
  }

  private record Move(String reason, String actor, @Nullable String traceId) {}

  private Optional<Payment> moved(
      String sql, Payment decided, Status to, Duration lease, Move move) {
    decided.requireMove(to);
    return jdbc.sql(sql)
        .params(rows.progressOf(decided))
        .param("from", decided.status().wireName())
        .param("to", to.wireName())
        .param("leaseSeconds", Seconds.of(lease))
        .param("reviewSeconds", Seconds.of(waits.review()))
        .param("actionSeconds", Seconds.of(waits.action()))
        .param("reason", move.reason())
        .param("actor", move.actor())
        .param("moveTraceId", move.traceId())
        .param("windowSeconds", Seconds.of(capture.window()))
        .param("heldSeconds", Seconds.of(capture.heldForCapture()))
        .query(rows)
        .optional();
  }

  /** The merchant's payment of that external name. */
  public Optional<Payment> find(String merchantId, String paymentId) {
    return jdbc.sql(FIND)
        .param("merchantId", merchantId)
        .param("paymentId", paymentId)
        .query(rows)
        .optional();
  }

  /** The payment, locked: what is decided about it holds until the caller's transaction ends. */
  public Payment lock(UUID uuid) {
    return jdbc.sql("SELECT * FROM payment WHERE uuid = :uuid FOR UPDATE")
        .param("uuid", uuid)
        .query(rows)
        .single();
  }

  /** Whether the time to capture that payment has passed, by the database's clock. */
  public boolean isPastCapture(Payment.Id id) {
    return jdbc.sql(
            "SELECT coalesce(capture_before <= clock_timestamp(), false) FROM payment WHERE uuid ="
                + " :uuid")
        .param("uuid", id.value())
        .query(Boolean.class)
        .single();
  }

  /**
   * Adds up the payment's operations anew; the caller holds its lock.
   *
   * @param event whether an event that is no move is about to be told
   */
  public Payment tally(Payment.Id id, boolean event) {
    return jdbc.sql(TALLY)
        .param("uuid", id.value())
        .param("events", event ? 1 : 0)
        .query(rows)
        .single();
  }

  /** The payment of that internal id. */
  public Payment get(UUID uuid) {
    return jdbc.sql("SELECT * FROM payment WHERE uuid = :uuid")
        .param("uuid", uuid)
        .query(rows)
        .single();
  }

  /** The payment of that internal id, if there is one. */
  public Optional<Payment> find(UUID uuid) {
    return jdbc.sql("SELECT * FROM payment WHERE uuid = :uuid")
        .param("uuid", uuid)
        .query(rows)
        .optional();
  }

  @Override
  public boolean hasPaidBefore(String merchantId, String userId) {
    return jdbc.sql(KNOWN_USER)
        .param("merchantId", merchantId)
        .param("userId", userId)
        .query(Boolean.class)
        .single();
  }
}
