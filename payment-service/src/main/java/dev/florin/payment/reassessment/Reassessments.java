package dev.florin.payment.reassessment;

import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.Payments;
import dev.florin.payment.payment.Seconds;
import dev.florin.payment.payment.WorkProperties;
import dev.florin.telemetry.TraceContexts;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What is to be assessed afterwards, as work to be shared out by the same rules as open payments: a
 * lease, pauses that grow, and a number that fences off whoever was overtaken.
 */
@Repository
class Reassessments {

  private static final String TAKE_UP =
      """
      UPDATE payment_reassessment
      SET resumptions = resumptions + 1, leased = true, updated_at = now(),
          resume_at = now() + make_interval(secs => :leaseSeconds)
      WHERE payment_uuid IN (SELECT payment_uuid FROM payment_reassessment
                             WHERE decision IS NULL AND resume_at <= now()
                             ORDER BY resume_at
                             LIMIT :limit
                             FOR UPDATE SKIP LOCKED)
      RETURNING payment_uuid, resumptions, tries
      """;

  private static final String GIVE_BACK =
      """
      UPDATE payment_reassessment
      SET leased = false, tries = tries + 1, updated_at = now(),
          resume_at = now() + make_interval(secs => :pauseSeconds)
      WHERE payment_uuid = :uuid AND decision IS NULL AND resumptions = :resumptions
      """;

  private static final String DECIDE =
      """
      UPDATE payment_reassessment
      SET leased = false, resume_at = NULL, decision = :decision, level = :level, score = :score,
          trace_id = :traceId, updated_at = now()
      WHERE payment_uuid = :uuid AND decision IS NULL AND resumptions = :resumptions
      """;

  private record Taken(UUID uuid, int resumptions, int tries) {}

  private final JdbcClient jdbc;
  private final Payments payments;
  private final WorkProperties work;

  Reassessments(JdbcClient jdbc, Payments payments, WorkProperties work) {
    this.jdbc = jdbc;
    this.payments = payments;
    this.work = work;
  }

  /** Takes up to that many whose pause or lease has passed. */
  List<Reassessment> takeUpDue(int limit) {
    return jdbc
        .sql(TAKE_UP)
        .param("limit", limit)
        .param("leaseSeconds", Seconds.of(work.lease()))
        .query(
            (row, _) ->
                new Taken(
                    row.getObject("payment_uuid", UUID.class),
                    row.getInt("resumptions"),
                    row.getInt("tries")))
        .list()
        .stream()
        .map(
            taken ->
                new Reassessment(payments.get(taken.uuid()), taken.resumptions(), taken.tries()))
        .toList();
  }

  /** Gives one back without an assessment, for a pause. */
  void giveBack(Reassessment taken) {
    jdbc.sql(GIVE_BACK)
        .param("uuid", taken.payment().id().value())
        .param("resumptions", taken.resumptions())
        .param("pauseSeconds", Seconds.of(work.pauseAfter(taken.tries())))
        .update();
  }

  /** Writes the assessment down; whether the caller still had the right to. */
  boolean decide(
      Reassessment taken,
      Payment.Risk.Decision decision,
      @Nullable String level,
      @Nullable Integer score) {
    return jdbc.sql(DECIDE)
            .param("uuid", taken.payment().id().value())
            .param("resumptions", taken.resumptions())
            .param("decision", decision.name().toLowerCase(Locale.ROOT))
            .param("level", level)
            .param("score", score)
            .param("traceId", TraceContexts.traceId())
            .update()
        == 1;
  }
}
