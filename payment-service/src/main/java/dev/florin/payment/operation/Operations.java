package dev.florin.payment.operation;

import dev.florin.payment.operation.Operation.Kind;
import dev.florin.payment.payment.OpenWork;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.Payment.Funds;
import dev.florin.payment.payment.PaymentError;
import dev.florin.payment.payment.Seconds;
import dev.florin.payment.payment.WorkProperties;
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
 * The operations on payments. A pending one is leased to one worker at a time, and a write names
 * the resumption it starts from, so that a worker that was overtaken is refused.
 */
@Repository
public class Operations implements OpenWork, Siblings {

  private static final String WITH_CURRENCY =
      " o.*, p.currency FROM payment_operation o JOIN payment p ON p.uuid = o.payment_uuid ";

  private static final String INSERT =
      """
      WITH o AS (
        INSERT INTO payment_operation
          (uuid, payment_uuid, kind, amount, final_capture, reason, parts, counts_attempt, channel,
           transaction_id, status, leased, resume_at, requested_by, trace_id, traceparent)
        VALUES (:uuid, :paymentUuid, :kind, :amount, :finalCapture, :reason,
                CAST(:parts AS jsonb), :countsAttempt, :channel, :transactionId, 'pending', :leased,
                now() + make_interval(secs => :leaseSeconds), :requestedBy, :traceId, :traceparent)
        RETURNING *)
      SELECT o.*, p.currency FROM o JOIN payment p ON p.uuid = o.payment_uuid
      """;

  /** Once it is tried again, what the ledger said before is not its last word. */
  private static final String TAKE_UP =
      """
      UPDATE payment_operation o
      SET resumptions = o.resumptions + 1, leased = true, prompted = false, ledger_refusal = NULL,
          resume_at = now() + make_interval(secs => :leaseSeconds)
      FROM payment p
      WHERE p.uuid = o.payment_uuid
        AND o.uuid IN (SELECT uuid FROM payment_operation
                       WHERE status = 'pending' AND resume_at <= now()
                         AND (CAST(:uuid AS uuid) IS NULL OR uuid = :uuid)
                       ORDER BY resume_at
                       LIMIT :limit
                       FOR UPDATE SKIP LOCKED)
      RETURNING o.*, p.currency
      """;

  private static final String OWNED =
      """
       FROM payment p
       WHERE p.uuid = o.payment_uuid AND o.uuid = :uuid AND o.status = 'pending'
         AND o.resumptions = :resumptions
       RETURNING o.*, p.currency
      """;

  private static final String PARK =
      """
      UPDATE payment_operation o
      SET leased = false, prompted = false, tries = o.tries + 1, updated_at = now(),
          parts = CAST(:parts AS jsonb), channel = :channel, transaction_id = :transactionId,
          message = :message,
          resume_at = CASE WHEN o.prompted THEN now()
                           ELSE now() + make_interval(secs => :pauseSeconds) END,
          unknown_since = COALESCE(o.unknown_since, now()),
          parked_at = CASE WHEN o.tries >= :pauses
                             OR o.unknown_since <= now() - make_interval(secs => :allPausesSeconds)
                           THEN COALESCE(o.parked_at, now()) END
      """
          + OWNED;

  private static final String GO_ON =
      """
      UPDATE payment_operation o
      SET leased = false, prompted = false, tries = 0, parked_at = NULL, updated_at = now(),
          resume_at = now(), unknown_since = NULL, parts = CAST(:parts AS jsonb),
          channel = :channel, transaction_id = :transactionId, message = :message
      """
          + OWNED;

  /** What the ledger refuses is for a person at once: no pause will change it. */
  private static final String PARK_REFUSED =
      """
      UPDATE payment_operation o
      SET leased = false, prompted = false, tries = GREATEST(o.tries, :pauses) + 1,
          updated_at = now(), parts = CAST(:parts AS jsonb), ledger_refusal = :refusal,
          channel = :channel, transaction_id = :transactionId, message = :message,
          resume_at = CASE WHEN o.prompted THEN now()
                           ELSE now() + make_interval(secs => :pauseSeconds) END,
          parked_at = COALESCE(o.parked_at, now())
      """
          + OWNED;

  private static final String LEARN =
      """
      UPDATE payment_operation o
      SET parts = CAST(:parts AS jsonb), resumptions = o.resumptions + 1, leased = false,
          prompted = false, resume_at = now(), updated_at = now()
      """
          + OWNED;

  private static final String GIVE_UP_REFUSED =
      """
      UPDATE payment_operation o
      SET status = 'failed', failure_code = :failureCode, decline_code = o.ledger_refusal,
          resume_at = NULL, prompted = false, parked_at = NULL, updated_at = now()
      FROM payment p
      WHERE p.uuid = o.payment_uuid AND o.uuid = :uuid AND o.status = 'pending' AND NOT o.leased
        AND (o.kind = 'capture' OR o.ledger_refusal = :failureCode)
        AND o.ledger_refusal IS NOT NULL
      RETURNING o.*, p.currency
      """;

  private static final String END =
      """
      UPDATE payment_operation o
      SET status = :status, amount = :amount, parts = CAST(:parts AS jsonb), leased = false,
          resume_at = NULL, prompted = false, parked_at = NULL, channel = :channel,
          transaction_id = :transactionId, message = :message, failure_code = :failureCode,
          decline_code = :declineCode, updated_at = now()
      """
          + OWNED;

  /** A pause that is cut short does not count, unless it has been counted to the end. */
  private static final String HASTEN =
      """
      UPDATE payment_operation
      SET resume_at = now(), updated_at = now(),
          tries = CASE WHEN parked_at IS NULL THEN tries - 1 ELSE tries END
      WHERE payment_uuid = :paymentUuid AND status = 'pending' AND NOT leased
        AND resume_at > now() AND updated_at < now() - make_interval(secs => :quietSeconds)
      """;

  private static final String PROMPT =
      """
      UPDATE payment_operation
      SET prompted = leased, resume_at = CASE WHEN leased THEN resume_at ELSE now() END
      WHERE payment_uuid = :paymentUuid AND status = 'pending'
      """;

  private static final String RETRY =
      """
      UPDATE payment_operation SET resume_at = now()
      WHERE uuid = :uuid AND status = 'pending' AND parked_at IS NOT NULL AND NOT leased
      """;

  private static final Duration QUIET_TIME = Duration.ofSeconds(5);

  private final JdbcClient jdbc;
  private final OperationRows rows;
  private final WorkProperties work;

  Operations(JdbcClient jdbc, OperationRows rows, WorkProperties work) {
    this.jdbc = jdbc;
    this.rows = rows;
    this.work = work;
  }

  /** Writes an operation that was admitted; it is leased to the caller. */
  Operation begin(Operation operation) {
    return insert(operation, true, work.lease());
  }

  /** Writes an operation that whoever looks for work takes up. */
  Operation leave(Operation operation) {
    return insert(operation, false, Duration.ZERO);
  }

  private Operation insert(Operation operation, boolean leased, Duration lease) {
    return jdbc.sql(INSERT)
        .params(rows.valuesOf(operation))
        .param("leased", leased)
        .param("leaseSeconds", Seconds.of(lease))
        .query(rows)
        .single();
  }

  @Override
  public List<Operation> of(Payment.Id payment) {
    return jdbc.sql(
            "SELECT" + WITH_CURRENCY + "WHERE o.payment_uuid = :paymentUuid ORDER BY o.uuid")
        .param("paymentUuid", payment.value())
        .query(rows)
        .list();
  }

  /** The operation of that internal id. */
  public Operation get(UUID uuid) {
    return jdbc.sql("SELECT" + WITH_CURRENCY + "WHERE o.uuid = :uuid")
        .param("uuid", uuid)
        .query(rows)
        .single();
  }

  /**
   * The operation of that internal id, if there is one, which nobody else changes until the
   * caller's transaction ends; the caller has locked its payment before.
   */
  Optional<Operation> lock(UUID uuid) {
    return jdbc.sql("SELECT" + WITH_CURRENCY + "WHERE o.uuid = :uuid FOR UPDATE OF o")
        .param("uuid", uuid)
        .query(rows)
        .optional();
  }

  /**
   * A page of a payment's operations of one kind.
   *
   * @param startingAfter only older ones
   * @param endingBefore only newer ones; the nearest ones
   */
  public record Query(
      Payment.Id payment,
      Kind kind,
      @Nullable UUID startingAfter,
      @Nullable UUID endingBefore,
      int limit) {}

  /** Up to one more than asked for tells whether there are more; newest first. */
  List<Operation> list(Query query) {
    boolean backwards = query.endingBefore() != null;
    StringBuilder sql =
        new StringBuilder("SELECT")
            .append(WITH_CURRENCY)
            .append("WHERE o.payment_uuid = :paymentUuid AND o.kind = :kind");
    Map<String, Object> values = new HashMap<>();
    values.put("paymentUuid", query.payment().value());
    values.put("kind", query.kind().code());
    values.put("limit", query.limit() + 1);
    if (query.startingAfter() != null) {
      sql.append(" AND o.uuid < :startingAfter");
      values.put("startingAfter", query.startingAfter());
    }
    if (query.endingBefore() != null) {
      sql.append(" AND o.uuid > :endingBefore");
      values.put("endingBefore", query.endingBefore());
    }
    sql.append(backwards ? " ORDER BY o.uuid" : " ORDER BY o.uuid DESC").append(" LIMIT :limit");
    return jdbc.sql(sql.toString()).params(values).query(rows).list();
  }

  /** Takes up to that many operations whose lease has passed or whose next try is due. */
  public List<Operation> takeUpDue(int limit) {
    return takeUp(null, limit);
  }

  /** Takes up that operation if its lease has passed or its next try is due. */
  public Optional<Operation> takeUp(UUID uuid) {
    return takeUp(uuid, 1).stream().findFirst();
  }

  private List<Operation> takeUp(@Nullable UUID uuid, int limit) {
    return jdbc.sql(TAKE_UP)
        .param("uuid", uuid)
        .param("limit", limit)
        .param("leaseSeconds", Seconds.of(work.lease()))
        .query(rows)
        .list();
  }

  /**
   * Gives an operation back, its outcome still open, to be taken up after a growing pause; it is
   * parked as a payment is.
   *
   * @throws StaleOperationException if the caller was overtaken; nothing is written
   */
  Operation giveBack(Operation operation) {
    return write(
        PARK,
        operation,
        Map.of(
            "pauseSeconds", Seconds.of(work.pauseAfter(operation.tries())),
            "pauses", work.resumeAfter().size(),
            "allPausesSeconds", Seconds.of(work.allPauses())));
  }

  /**
   * Gives an operation back of which a piece was done, to be taken up at once.
   *
   * @throws StaleOperationException if the caller was overtaken; nothing is written
   */
  Operation goOn(Operation operation) {
    return write(GO_ON, operation, Map.of());
  }

  /**
   * Gives an operation back that the ledger refuses, and parks it.
   *
   * @throws StaleOperationException if the caller was overtaken; nothing is written
   */
  Operation parkRefused(Operation operation, String refusal) {
    int pauses = work.resumeAfter().size();
    return write(
        PARK_REFUSED,
        operation,
        Map.of(
            "refusal",
            refusal,
            "pauses",
            pauses,
            "pauseSeconds",
            Seconds.of(work.pauseAfter(pauses))));
  }

  /**
   * Writes down what was learned of a pending operation elsewhere, and has it taken up. Whoever
   * works on it is overtaken; the caller holds the lock of its payment.
   */
  Operation learn(Operation operation) {
    return write(LEARN, operation, Map.of());
  }

  /**
   * Fails an operation that the ledger refuses, unless somebody works on it: a capture for whatever
   * reason, another one for that reason only; the caller holds the lock of its payment.
   */
  Optional<Operation> giveUpRefused(UUID uuid, PaymentError failure) {
    return jdbc.sql(GIVE_UP_REFUSED)
        .param("uuid", uuid)
        .param("failureCode", failure.code())
        .query(rows)
        .optional();
  }

  private Operation write(String sql, Operation operation, Map<String, Object> more) {
    Map<String, @Nullable Object> values = new HashMap<>(rows.valuesOf(operation));
    values.putAll(more);
    return jdbc.sql(sql)
        .params(values)
        .query(rows)
        .optional()
        .orElseThrow(() -> new StaleOperationException(operation));
  }

  /**
   * Whether an operation that this transaction has given back was parked by that; so it is only
   * once.
   */
  boolean hasJustOutlastedPauses(Operation operation) {
    return jdbc.sql(
            "SELECT coalesce(parked_at = now(), false) FROM payment_operation WHERE uuid = :uuid")
        .param("uuid", operation.id().value())
        .query(Boolean.class)
        .single();
  }

  /**
   * Ends an operation.
   *
   * @throws StaleOperationException if the caller was overtaken; nothing is written
   */
  Operation end(Operation operation, Operation.Status status) {
    return write(END, operation, Map.of("status", status.wireName()));
  }

  /** A payment shows whether a capture of it is open; refunds are hastened where they are read. */
  @Override
  public void hasten(Payment payment) {
    Funds funds = payment.funds();
    boolean capturing =
        payment.status() == Payment.Status.REQUIRES_CAPTURE
            && !funds.capturable().plus(funds.captured()).equals(payment.terms().amount());
    if (capturing) {
      hasten(payment.id());
    }
  }

  /** Has the payment's open operations looked at soon; at most once in five seconds. */
  public void hasten(Payment.Id payment) {
    jdbc.sql(HASTEN)
        .param("paymentUuid", payment.value())
        .param("quietSeconds", Seconds.of(QUIET_TIME))
        .update();
  }

  /**
   * Has the payment's open operations looked at now, or as soon as whoever has them gives them
   * back: there is news.
   */
  public void prompt(Payment.Id payment) {
    jdbc.sql(PROMPT).param("paymentUuid", payment.value()).update();
  }

  /** Has a parked operation tried again at once; whether it is parked, and nobody works on it. */
  public boolean retry(UUID uuid) {
    return jdbc.sql(RETRY).param("uuid", uuid).update() == 1;
  }
}
