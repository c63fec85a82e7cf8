package dev.florin.payment.timeline;

import dev.florin.money.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Captures, voids, expiries and refunds, as they were written down. */
@Repository
public class DoneOperations {

  /** As many as are read at once, and as one trace may bring up. */
  private static final int MOST = 500;

  private static final String SELECT =
      """
      SELECT o.uuid, o.payment_uuid, o.kind, o.amount, p.currency, o.reason, o.status, o.channel,
             o.transaction_id, o.failure_code, o.decline_code, o.requested_by, o.trace_id,
             o.created_at, o.updated_at
      FROM payment_operation o JOIN payment p ON p.uuid = o.payment_uuid
      """;

  private final JdbcClient jdbc;

  DoneOperations(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * An operation.
   *
   * @param updatedAt when it ended, if it is not pending
   */
  public record Done(
      UUID uuid,
      UUID paymentUuid,
      String kind,
      Money amount,
      @Nullable String reason,
      String status,
      @Nullable String channel,
      @Nullable String transactionId,
      @Nullable String failureCode,
      @Nullable String declineCode,
      String requestedBy,
      @Nullable String traceId,
      Instant createdAt,
      Instant updatedAt) {

    /** The name by which merchants know it; what has no such name has its uuid. */
    public String publicId() {
      return switch (kind) {
        case "capture" -> "cap_" + uuid;
        case "refund", "late_refund" -> "re_" + uuid;
        default -> uuid.toString();
      };
    }

    boolean hasEnded() {
      return !status.equals("pending");
    }

    /** The kind as words. */
    String words() {
      return kind.toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** All of the payment's operations, the first one first. */
  List<Done> of(UUID paymentUuid) {
    List<Done> all = new ArrayList<>();
    UUID last = null;
    List<Done> page;
    do {
      page = of(paymentUuid, last);
      all.addAll(page);
      last = page.isEmpty() ? null : page.getLast().uuid();
    } while (page.size() == MOST);
    return all;
  }

  private List<Done> of(UUID paymentUuid, @Nullable UUID after) {
    return jdbc.sql(
            SELECT
                + """
                WHERE o.payment_uuid = :payment
                  AND (CAST(:after AS uuid) IS NULL OR o.uuid > :after)
                ORDER BY o.uuid LIMIT :most
                """)
        .param("payment", paymentUuid)
        .param("after", after)
        .param("most", MOST)
        .query((row, _) -> done(row))
        .list();
  }

  /** What was done in that trace, to whichever payment. */
  List<Done> in(String traceId) {
    return jdbc.sql(SELECT + "WHERE o.trace_id = :traceId LIMIT :most")
        .param("traceId", traceId)
        .param("most", MOST)
        .query((row, _) -> done(row))
        .list();
  }

  /** Those of the uuids that are operations' own. */
  List<Done> named(Collection<UUID> uuids) {
    Set<UUID> asked = new HashSet<>(uuids);
    return jdbc.sql(SELECT + "WHERE o.uuid = ANY (:uuids)")
        .param("uuids", asked.toArray(UUID[]::new))
        .query((row, _) -> done(row))
        .list();
  }

  private static Done done(ResultSet row) throws SQLException {
    return new Done(
        row.getObject("uuid", UUID.class),
        row.getObject("payment_uuid", UUID.class),
        row.getString("kind"),
        Money.ofMinor(row.getLong("amount"), row.getString("currency")),
        row.getString("reason"),
        row.getString("status"),
        row.getString("channel"),
        row.getString("transaction_id"),
        row.getString("failure_code"),
        row.getString("decline_code"),
        row.getString("requested_by"),
        row.getString("trace_id"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("updated_at", OffsetDateTime.class).toInstant());
  }
}
