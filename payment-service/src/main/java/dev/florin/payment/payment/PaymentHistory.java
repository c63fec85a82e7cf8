package dev.florin.payment.payment;

import dev.florin.payment.payment.Payment.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What happened to payments, and what a trace did to them. */
@Repository
public class PaymentHistory {

  /** Bounds what one trace may bring up. */
  private static final int MOST = 500;

  /**
   * Each part by its own index; a trace has few rows, so nothing is sorted before they are found.
   */
  private static final String TOUCHED =
      """
      WITH began AS MATERIALIZED (
        SELECT uuid, merchant_id FROM payment WHERE trace_id = :traceId LIMIT :most),
      moved AS MATERIALIZED (
        SELECT payment_uuid FROM payment_transition WHERE trace_id = :traceId LIMIT :most)
      SELECT uuid FROM began WHERE merchant_id = :merchantId
      UNION
      SELECT uuid FROM moved JOIN payment ON uuid = payment_uuid WHERE merchant_id = :merchantId
      """;

  private final JdbcClient jdbc;
  private final PaymentRows rows;

  PaymentHistory(JdbcClient jdbc, PaymentRows rows) {
    this.jdbc = jdbc;
    this.rows = rows;
  }

  /**
   * A move.
   *
   * @param reason why, as it was written down
   * @param actor who made it
   * @param traceId the trace in which it was decided
   */
  public record Transition(
      UUID paymentUuid,
      int version,
      Status from,
      Status to,
      String reason,
      String actor,
      @Nullable String traceId,
      Instant at) {}

  /** The payment's moves, the first one first. */
  public List<Transition> transitions(Payment.Id id) {
    return jdbc.sql("SELECT * FROM payment_transition WHERE payment_uuid = :uuid ORDER BY version")
        .param("uuid", id.value())
        .query((row, _) -> transition(row))
        .list();
  }

  /** The moves of these payments that were decided in that trace, in their order. */
  public List<Transition> transitions(Collection<UUID> payments, String traceId) {
    return jdbc.sql(
            """
            SELECT * FROM payment_transition
            WHERE payment_uuid = ANY (:payments) AND trace_id = :traceId
            ORDER BY occurred_at, payment_uuid, version
            """)
        .param("payments", payments.toArray(UUID[]::new))
        .param("traceId", traceId)
        .query((row, _) -> transition(row))
        .list();
  }

  /** The merchant's payments that were begun or moved in that trace. */
  public Set<UUID> touchedIn(String traceId, String merchantId) {
    return jdbc.sql(TOUCHED)
        .param("traceId", traceId)
        .param("merchantId", merchantId)
        .param("most", MOST)
        .query((row, _) -> row.getObject("uuid", UUID.class))
        .set();
  }

  /**
   * Those of the payments that are the merchant's own, the oldest first.
   *
   * @param userId only those of this user; null for all
   */
  public List<Payment> own(Collection<UUID> uuids, String merchantId, @Nullable String userId) {
    return jdbc.sql(
            """
            SELECT * FROM payment
            WHERE uuid = ANY (:uuids) AND merchant_id = :merchantId
              AND (CAST(:userId AS text) IS NULL OR user_id = :userId)
            ORDER BY uuid
            """)
        .param("uuids", uuids.toArray(UUID[]::new))
        .param("merchantId", merchantId)
        .param("userId", userId)
        .query(rows)
        .list();
  }

  private static Transition transition(ResultSet row) throws SQLException {
    return new Transition(
        row.getObject("payment_uuid", UUID.class),
        row.getInt("version"),
        status(row.getString("from_status")),
        status(row.getString("to_status")),
        row.getString("reason"),
        row.getString("actor"),
        row.getString("trace_id"),
        row.getObject("occurred_at", OffsetDateTime.class).toInstant());
  }

  private static Status status(String name) {
    return Status.valueOf(name.toUpperCase(Locale.ROOT));
  }
}
