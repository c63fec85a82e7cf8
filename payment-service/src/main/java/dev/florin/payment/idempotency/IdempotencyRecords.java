package dev.florin.payment.idempotency;

import dev.florin.telemetry.TraceContexts;
import dev.florin.web.idempotency.IdempotencyKey;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The requests that were begun, and their answers. Its writes join the caller's transaction. */
@Repository
public class IdempotencyRecords {

  private static final int HTTP_ACCEPTED = 202;

  private static final String INSERT =
      """
      INSERT INTO idempotency_record
        (merchant_id, subject, operation, key, fingerprint, work_uuid, payment_uuid, payment_id,
         trace_id)
      VALUES (:merchantId, :subject, :operation, :key, :fingerprint, :workUuid, :paymentUuid,
              :paymentId, :traceId)
      ON CONFLICT (merchant_id, subject, operation, key) DO NOTHING
      """;

  private static final String FIND =
      """
      SELECT fingerprint, work_uuid, payment_id, answer_status, answer_body
      FROM idempotency_record
      WHERE merchant_id = :merchantId AND subject = :subject AND operation = :operation
        AND key = :key
      """;

  private static final String ANSWER =
      """
      UPDATE idempotency_record SET answer_status = :status, answer_body = :body
      WHERE work_uuid = :workUuid
      RETURNING merchant_id, subject, operation, key, fingerprint
      """;

  private static final String PURGE =
      """
      DELETE FROM idempotency_record
      WHERE work_uuid IN (SELECT work_uuid FROM idempotency_record
                          WHERE created_at < now() - make_interval(secs => :seconds)
                            AND answer_body IS NOT NULL
                          ORDER BY created_at LIMIT :limit)
      """;

  /** An answered request, as the cache wants it. */
  public record Answered(RequestScope scope, Fingerprint fingerprint, Answer answer) {}

  private final JdbcClient jdbc;

  IdempotencyRecords(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Begins a request.
   *
   * @return false if it was begun before; then nothing is written
   */
  boolean begin(IdempotentRequest request, Work.Ref work) {
    return in(request.scope(), jdbc.sql(INSERT))
            .param("fingerprint", request.fingerprint().value())
            .param("workUuid", work.uuid())
            .param("paymentUuid", work.paymentUuid())
            .param("paymentId", work.paymentId())
            .param("traceId", TraceContexts.traceId())
            .update()
        == 1;
  }

  /** The request of that scope, if it was begun. */
  Optional<IdempotencyRecord> find(RequestScope scope) {
    return in(scope, jdbc.sql(FIND))
        .query(
            (row, _) ->
                new IdempotencyRecord(
                    new Fingerprint(row.getString("fingerprint")),
                    row.getObject("work_uuid", UUID.class),
                    IdempotencyRecord.state(
                        row.getObject("answer_status", Integer.class),
                        row.getString("payment_id"),
                        row.getString("answer_body"))))
        .optional();
  }

  /** Stores the answer of the request that began that work, once and for all. */
  public Optional<Answered> answer(UUID workUuid, Answer answer) {
    return write(workUuid, answer.status(), answer.body())
        .query(
            (row, _) ->
                new Answered(
                    new RequestScope(
                        row.getString("merchant_id"),
                        row.getString("subject"),
                        row.getString("operation"),
                        new IdempotencyKey(row.getString("key"))),
                    new Fingerprint(row.getString("fingerprint")),
                    answer))
        .optional();
  }

  /** Notes that the request was told to come back: the work's outcome is open. */
  public void leaveOpen(UUID workUuid) {
    write(workUuid, HTTP_ACCEPTED, null).query((_, _) -> true).optional();
  }

  /** Forgets up to that many requests whose time to be repeated has passed. */
  int forget(Duration olderThan, int limit) {
    return jdbc.sql(PURGE)
        .param("seconds", (double) olderThan.toSeconds())
        .param("limit", limit)
        .update();
  }

  private JdbcClient.StatementSpec write(UUID workUuid, int status, @Nullable String body) {
    return jdbc.sql(ANSWER).param("status", status).param("body", body).param("workUuid", workUuid);
  }

  private static JdbcClient.StatementSpec in(
      RequestScope scope, JdbcClient.StatementSpec statement) {
    return statement
        .param("merchantId", scope.merchantId())
        .param("subject", scope.subject())
        .param("operation", scope.operation())
        .param("key", scope.key().value());
  }
}
