package dev.florin.payment.timeline;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The outbox, read by payment. Events that were published are kept for a while only. */
@Repository
class WrittenEvents {

  private final JdbcClient jdbc;

  WrittenEvents(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * An event.
   *
   * @param publishedAt null while it waits
   */
  record Event(
      UUID id,
      String type,
      String topic,
      long sequence,
      @Nullable String traceId,
      Instant writtenAt,
      @Nullable Instant publishedAt) {}

  /** The payment's events in their order. */
  List<Event> of(UUID paymentUuid) {
    return jdbc.sql(
            """
            SELECT event_id, type, topic, sequence, trace_id, created_at, published_at
            FROM outbox_event WHERE aggregate_id = :uuid ORDER BY sequence
            """)
        .param("uuid", paymentUuid)
        .query((row, _) -> event(row))
        .list();
  }

  private static Event event(ResultSet row) throws SQLException {
    return new Event(
        row.getObject("event_id", UUID.class),
        row.getString("type"),
        row.getString("topic"),
        row.getLong("sequence"),
        row.getString("trace_id"),
        Objects.requireNonNull(instant(row, "created_at")),
        instant(row, "published_at"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }
}
