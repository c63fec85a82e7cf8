package dev.florin.outbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The partitions this relay owns. Leases are granted by the database on the database's clock; each
 * relay takes its even share, gives back what exceeds it, and takes over what a dead one left.
 */
final class PartitionLeases {

  private static final int PARTITIONS = 16;

  private final UUID relay = UUID.randomUUID();
  private final JdbcClient jdbc;
  private final TransactionOperations transactions;
  private final Duration lease;
  private final Duration margin;

  private List<Lease> held = List.of();
  private long renewedAtNanos;

  PartitionLeases(
      JdbcClient jdbc, TransactionOperations transactions, Duration lease, Duration margin) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.lease = lease;
    this.margin = margin;
    this.renewedAtNanos = System.nanoTime() - lease.toNanos();
  }

  UUID relay() {
    return relay;
  }

  /** What is owned now, renewed if a quarter of the lease has passed. */
  List<Lease> current() {
    if (age() >= lease.toNanos() / 4) {
      long asked = System.nanoTime();
      held = transactions.execute(status -> renew());
      renewedAtNanos = asked;
    }
    return held;
  }

  /** Whether there is time for one more send before another relay may take over. */
  boolean hasTimeToSend() {
    return age() < lease.minus(margin).toNanos();
  }

  /** Makes the next {@link #current()} ask the database. */
  void distrust() {
    renewedAtNanos = System.nanoTime() - lease.toNanos();
  }

  /** Gives everything back, so that nobody has to wait for the leases to lapse. */
  void release() {
    transactions.executeWithoutResult(
        status -> {
          jdbc.sql(
                  """
                  update outbox_partition set owner = null, lease_until = '-infinity'
                  where owner = :relay
                  """)
              .param("relay", relay)
              .update();
          jdbc.sql("delete from outbox_relay where relay = :relay").param("relay", relay).update();
        });
    held = List.of();
    distrust();
  }

  private long age() {
    return System.nanoTime() - renewedAtNanos;
  }

  private List<Lease> renew() {
    int share = announceAndCountShare();
    var owned = new ArrayList<>(extend());
    if (owned.size() > share) {
      List<Lease> surplus = owned.subList(share, owned.size());
      giveBack(surplus);
      surplus.clear();
    } else if (owned.size() < share) {
      owned.addAll(take(share - owned.size()));
    }
    return List.copyOf(owned);
  }

  private int announceAndCountShare() {
    jdbc.sql(
            """
            insert into outbox_relay (relay, alive_until) values (:relay, now() + :lease * interval '1 ms')
            on conflict (relay) do update set alive_until = excluded.alive_until
            """)
        .param("relay", relay)
        .param("lease", lease.toMillis())
        .update();
    jdbc.sql(
            """
            delete from outbox_relay where relay in
              (select relay from outbox_relay where alive_until < now() for update skip locked)
            """)
        .update();
    int alive = jdbc.sql("select count(*) from outbox_relay").query(Integer.class).single();
    return Math.ceilDiv(PARTITIONS, alive);
  }

  private List<Lease> extend() {
    return jdbc
        .sql(
            """
            update outbox_partition set lease_until = now() + :lease * interval '1 ms'
            where owner = :relay
            returning partition, epoch
            """)
        .param("relay", relay)
        .param("lease", lease.toMillis())
        .query(PartitionLeases::lease)
        .list()
        .stream()
        .sorted(Comparator.comparingInt(Lease::partition))
        .toList();
  }

  private void giveBack(List<Lease> surplus) {
    jdbc.sql(
            """
            update outbox_partition set owner = null, lease_until = '-infinity'
            where owner = :relay and partition = any(:partitions)
            """)
        .param("relay", relay)
        .param(
            "partitions",
            new SqlArrayValue("smallint", surplus.stream().map(Lease::partition).toArray()))
        .update();
  }

  private List<Lease> take(int count) {
    return jdbc.sql(
            """
            update outbox_partition
            set owner = :relay, epoch = epoch + 1, lease_until = now() + :lease * interval '1 ms'
            where partition in (
              select partition from outbox_partition
              where owner is null or lease_until < now()
              order by partition limit :count
              for update skip locked)
            returning partition, epoch
            """)
        .param("relay", relay)
        .param("lease", lease.toMillis())
        .param("count", count)
        .query(PartitionLeases::lease)
        .list();
  }

  private static Lease lease(ResultSet rs, int rowNumber) throws SQLException {
    return new Lease(rs.getInt("partition"), rs.getLong("epoch"));
  }
}
