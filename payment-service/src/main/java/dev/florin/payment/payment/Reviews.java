package dev.florin.payment.payment;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What persons decided on payments: at most once on each. */
@Repository
public class Reviews {

  private static final String INSERT =
      """
      INSERT INTO payment_review (payment_uuid, uuid, decision, reason, actor, trace_id)
      VALUES (:paymentUuid, :uuid, :decision, :reason, :actor, :traceId)
      """;

  private final JdbcClient jdbc;

  Reviews(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Who decided what, and why.
   *
   * @param uuid the work of the request that decided
   * @param decision {@code approve} or {@code decline}
   */
  public record Review(
      UUID paymentUuid,
      UUID uuid,
      String decision,
      String reason,
      String actor,
      @Nullable String traceId) {}

  /** Writes a decision down, in the caller's transaction. */
  public void add(Review review) {
    jdbc.sql(INSERT)
        .param("paymentUuid", review.paymentUuid())
        .param("uuid", review.uuid())
        .param("decision", review.decision())
        .param("reason", review.reason())
        .param("actor", review.actor())
        .param("traceId", review.traceId())
        .update();
  }

  /** The work of the request that decided on the payment, if it was decided on. */
  public Optional<UUID> requestOf(UUID paymentUuid) {
    return jdbc.sql("SELECT uuid FROM payment_review WHERE payment_uuid = :paymentUuid")
        .param("paymentUuid", paymentUuid)
        .query(UUID.class)
        .optional();
  }
}
