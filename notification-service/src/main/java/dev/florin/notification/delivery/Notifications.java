package dev.florin.notification.delivery;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** The notifications, as one table. */
@Repository
public class Notifications {

  /**
   * Which notifications to list; those of one merchant in any case.
   *
   * @param userId only those of this user's payments
   * @param paymentId only those of this payment
   * @param startingAfter only those older than this notification
   */
  public record Query(
      String merchantId,
      @Nullable String userId,
      @Nullable String paymentId,
      @Nullable UUID startingAfter,
      int limit) {}

  /**
   * A page, newest first.
   *
   * @param hasMore whether older ones follow
   */
  public record Page(List<Notification> notifications, boolean hasMore) {}

  /** A payment has a few events; this bounds what one of many refunds may answer. */
  private static final int MOST = 500;

  private final JdbcClient jdbc;
  private final JsonMapper json;

  Notifications(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * Stores a notification that is delivered with this transaction, once for each event, however
   * often Kafka delivers it; whether this is the first time. A second transaction waits for the
   * first.
   */
  boolean insert(
      UUID id, UUID eventId, String type, PaymentTold payment, @Nullable String traceId) {
    return jdbc.sql(
                """
            insert into notification (id, event_id, merchant_id, user_id, payment_uuid, payment_id,
                type, status, payload, trace_id, delivered_at)
            values (:id, :eventId, :merchantId, :userId, :paymentUuid, :paymentId,
                :type, :status, :payload::jsonb, :traceId, clock_timestamp())
            on conflict (event_id) do nothing
            """)
            .param("id", id)
            .param("eventId", eventId)
            .param("merchantId", payment.merchantId())
            .param("userId", payment.userId())
            .param("paymentUuid", payment.paymentUuid())
            .param("paymentId", payment.paymentId())
            .param("type", type)
            .param("status", payment.status())
            .param("payload", json.writeValueAsString(payment.payload()))
            .param("traceId", traceId)
            .update()
        == 1;
  }

  /** The notification, if it is there and the merchant's own. */
  public Optional<Notification> find(String merchantId, UUID id) {
    return jdbc.sql("select * from notification where id = :id and merchant_id = :merchantId")
        .param("id", id)
        .param("merchantId", merchantId)
        .query(this::row)
        .optional();
  }

  /** What was told about the payment of that internal id, the oldest first. */
  public List<Notification> of(UUID paymentUuid) {
    return jdbc.sql(
            """
            select * from notification where payment_uuid = :paymentUuid order by id limit :most
            """)
        .param("paymentUuid", paymentUuid)
        .param("most", MOST)
        .query(this::row)
        .list();
  }

  /** A page of what the query asks for. */
  public Page list(Query query) {
    StringBuilder sql =
        new StringBuilder("select * from notification where merchant_id = :merchantId");
    Map<String, Object> values = new HashMap<>();
    values.put("merchantId", query.merchantId());
    // One more than asked for tells whether there are more.
    values.put("limit", query.limit() + 1);
    narrow(sql, values, " and user_id = :userId", "userId", query.userId());
    narrow(sql, values, " and payment_id = :paymentId", "paymentId", query.paymentId());
    narrow(sql, values, " and id < :startingAfter", "startingAfter", query.startingAfter());
    sql.append(" order by id desc limit :limit");
    List<Notification> found = jdbc.sql(sql.toString()).params(values).query(this::row).list();
    boolean hasMore = found.size() > query.limit();
    return new Page(hasMore ? found.subList(0, query.limit()) : found, hasMore);
  }

  private static void narrow(
      StringBuilder sql,
      Map<String, Object> values,
      String condition,
      String name,
      @Nullable Object value) {
    if (value != null) {
      sql.append(condition);
      values.put(name, value);
    }
  }

  private Notification row(ResultSet rs, int rowNumber) throws SQLException {
    return new Notification(
        rs.getObject("id", UUID.class),
        rs.getObject("event_id", UUID.class),
        rs.getString("merchant_id"),
        rs.getString("user_id"),
        rs.getObject("payment_uuid", UUID.class),
        rs.getString("payment_id"),
        rs.getString("type"),
        rs.getString("status"),
        json.readTree(rs.getString("payload")),
        rs.getString("trace_id"),
        rs.getObject("created_at", OffsetDateTime.class).toInstant(),
        rs.getObject("delivered_at", OffsetDateTime.class).toInstant());
  }
}
