package dev.florin.payment.payment;

import dev.florin.payment.payment.Payment.Risk;
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
public class OpenPayments implements Decisions {

  private static final String OWNED =
      """
       WHERE uuid = :uuid AND status = 'processing' AND version = :version
         AND resumptions = :resumptions
       RETURNING *
      """;

  private static final String TAKE_UP =
      """
      UPDATE payment
      SET resumptions = resumptions + 1, leased = true,
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
      SET leased = false, resume_at = now() + make_interval(secs => CAST(:pauseSeconds AS double precision)),
          risk_decision = :riskDecision, risk_level = :riskLevel, risk_score = :riskScore,
          channel = :channel, transaction_id = :transactionId, message = :message,
          updated_at = now()
      """
          + OWNED;

  private static final String HASTEN =
      """
      UPDATE payment SET resume_at = now(), updated_at = now()
      WHERE uuid = :uuid AND status = 'processing' AND NOT leased
        AND resume_at > now() AND updated_at < now() - make_interval(secs => :quietSeconds)
      """;

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
    return jdbc.sql(TAKE_UP)
        .param("uuid", uuid)
        .param("limit", limit)
        .param("leaseSeconds", seconds(work.lease()))
        .query(rows)
        .list();
  }

  /**
   * Gives a payment back, its outcome still open, to be taken up after a pause that grows. After
   * the last one it waits for a person.
   *
   * @throws StalePaymentException if the caller was overtaken; nothing is written
   */
  public Payment giveBack(Payment payment) {
    Optional<Duration> pause = work.pauseAfter(payment.resumptions());
    return write(PARK, payment, Map.of("pauseSeconds", pause.map(OpenPayments::seconds)));
  }

  /** Whether a payment that was given back is not taken up again by itself. */
  public boolean isLeftToPerson(Payment payment) {
    return work.pauseAfter(payment.resumptions()).isEmpty();
  }

  @Override
  public Payment goOnDegraded(Payment payment) {
    write("UPDATE payment SET risk_decision = 'degraded'" + OWNED, payment, Map.of());
    return payment.assessed(Risk.DEGRADED);
  }

  @Override
  public Payment abandon(Payment payment, PaymentError reason) {
    write(
        "UPDATE payment SET abandoned_for = :reason" + OWNED,
        payment,
        Map.of("reason", Optional.of(reason.code())));
    return payment.abandoned(reason);
  }

  /** Has the payment looked at soon, since somebody asks; at most once in five seconds. */
  public void hasten(Payment payment) {
    jdbc.sql(HASTEN)
        .param("uuid", payment.id().value())
        .param("quietSeconds", seconds(QUIET_TIME))
        .update();
  }

  private Payment write(String sql, Payment payment, Map<String, Optional<?>> more) {
    Map<String, @Nullable Object> values = new HashMap<>(rows.progressOf(payment));
    more.forEach((name, value) -> values.put(name, value.orElse(null)));
    return jdbc.sql(sql)
        .params(values)
        .query(rows)
        .optional()
        .orElseThrow(() -> new StalePaymentException(payment));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
