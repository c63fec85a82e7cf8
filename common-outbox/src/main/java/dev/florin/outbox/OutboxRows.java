package dev.florin.outbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;

/** The relay's statements on the outbox table: each is one short transaction of its own. */
final class OutboxRows {

  /** Counting ends here: beyond, the exact size of the backlog says nothing more. */
  static final int MAX_COUNTED = 100_000;

  private final JdbcClient jdbc;

  OutboxRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The oldest unpublished rows of each partition, so that no backlog hides another. */
  List<OutboxRow> unpublished(Collection<Integer> partitions, int perPartition) {
    if (partitions.isEmpty()) {
      return List.of();
    }
    return jdbc.sql(
            """
            select e.id, e.partition, e.event_id, e.topic, e.aggregate_id, e.type, e.payload,
                e.traceparent, e.baggage
            from unnest(:partitions) as owned(partition)
            cross join lateral (
              select * from outbox_event
              where partition = owned.partition and published_at is null
              order by id limit :perPartition) e
            order by e.id
            """)
        .param("partitions", smallints(partitions))
        .param("perPartition", perPartition)
        .query(OutboxRows::row)
        .list();
  }

  /**
   * Marks acknowledged rows, but only where the lease they were read under still stands: a relay
   * that lost a partition leaves its rows to the new owner.
   *
   * @return how many rows were marked
   */
  int markPublished(UUID relay, Collection<Lease> leases, Collection<OutboxRow> acknowledged) {
    return jdbc.sql(
            """
            with held as (
              select p.partition
              from outbox_partition p
              join unnest(:partitions, :epochs) as lease(partition, epoch)
                using (partition, epoch)
              where p.owner = :relay
              for share of p)
            update outbox_event e set published_at = clock_timestamp()
            from held
            where e.id = any(:ids) and e.partition = held.partition and e.published_at is null
            """)
        .param("partitions", smallints(leases.stream().map(Lease::partition).toList()))
        .param("epochs", new SqlArrayValue("bigint", leases.stream().map(Lease::epoch).toArray()))
        .param("relay", relay)
        .param(
            "ids", new SqlArrayValue("bigint", acknowledged.stream().map(OutboxRow::id).toArray()))
        .update();
  }

  /** How many rows wait, counted up to {@link #MAX_COUNTED}, and the age of the oldest. */
  Backlog backlog() {
    return jdbc.sql(
            """
            select
              (select count(*) from
                (select 1 from outbox_event where published_at is null limit :most) counted) as size,
              coalesce((
                select extract(epoch from clock_timestamp() - min(oldest.created_at))
                from generate_series(0, 15) as slice(partition)
                cross join lateral (
                  select created_at from outbox_event
                  where partition = slice.partition and published_at is null
                  order by id limit 1) oldest), 0) as seconds
            """)
        .param("most", MAX_COUNTED)
        .query(
            (rs, rowNumber) ->
                new Backlog(
                    rs.getLong("size"),
                    Duration.ofMillis(
                        Math.max(0, rs.getBigDecimal("seconds").movePointRight(3).longValue()))))
        .single();
  }

  /** Deletes published rows that are older than the retention, looking at the oldest rows only. */
  int purge(Duration retention, int atMost) {
    return jdbc.sql(
            """
            delete from outbox_event where id in (
              select id from
                (select id, published_at from outbox_event order by id limit :atMost) oldest
              where published_at < now() - :retention * interval '1 ms')
            """)
        .param("retention", retention.toMillis())
        .param("atMost", atMost)
        .update();
  }

  private static SqlArrayValue smallints(Collection<Integer> values) {
    return new SqlArrayValue("smallint", values.toArray());
  }

  private static OutboxRow row(ResultSet rs, int rowNumber) throws SQLException {
    return new OutboxRow(
        rs.getLong("id"),
        rs.getInt("partition"),
        rs.getObject("event_id", UUID.class),
        rs.getString("topic"),
        rs.getObject("aggregate_id", UUID.class),
        rs.getString("type"),
        rs.getString("payload"),
        new StoredTrace(rs.getString("traceparent"), rs.getString("baggage")));
  }

  /** What waits. */
  record Backlog(long size, Duration oldestAge) {}
}
