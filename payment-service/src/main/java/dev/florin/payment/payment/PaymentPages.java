package dev.florin.payment.payment;

import dev.florin.payment.payment.Payment.Status;
import dev.florin.payment.payment.PaymentFilter.Amounts;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Pages of a merchant's payments, newest first. */
@Repository
public class PaymentPages {

  /**
   * By how much the clock that made a payment's uuid may differ from the database's, which made its
   * {@code created_at}.
   */
  private static final Duration CLOCKS_APART = Duration.ofMinutes(5);

  /**
   * What to list.
   *
   * @param startingAfter only payments older than this one
   * @param endingBefore only payments newer than this one; the nearest ones
   */
  public record Query(
      String merchantId,
      PaymentFilter filter,
      Payment.@Nullable Id startingAfter,
      Payment.@Nullable Id endingBefore,
      int limit) {}

  /**
   * A page.
   *
   * @param hasMore whether more follow in the direction that was asked for
   */
  public record Page(List<Payment> payments, boolean hasMore) {}

  private final JdbcClient jdbc;
  private final PaymentRows rows;

  PaymentPages(JdbcClient jdbc, PaymentRows rows) {
    this.jdbc = jdbc;
    this.rows = rows;
  }

  /** The page. */
  public Page list(Query query) {
    Conditions conditions = new Conditions(query.merchantId());
    narrow(conditions, query.filter());
    conditions.add("uuid < :startingAfter", "startingAfter", uuid(query.startingAfter()));
    conditions.add("uuid > :endingBefore", "endingBefore", uuid(query.endingBefore()));
    boolean backwards = query.endingBefore() != null;
    String sql = conditions.sql + (backwards ? " ORDER BY uuid" : " ORDER BY uuid DESC");
    return page(
        jdbc.sql(sql + " LIMIT :limit")
            .params(conditions.values)
            // One more than asked for tells whether there are more.
            .param("limit", query.limit() + 1)
            .query(rows)
            .list(),
        query);
  }

  private static void narrow(Conditions conditions, PaymentFilter filter) {
    conditions.add("user_id = :userId", "userId", filter.userId());
    Status status = filter.status();
    conditions.add("status = :status", "status", status == null ? null : status.wireName());
    conditions.add("trace_id = :traceId", "traceId", filter.traceId());
    conditions.add(
        "(payment_id = :reference OR transaction_id = :reference)",
        "reference",
        filter.reference());
    Amounts amounts = filter.amounts();
    if (amounts != null) {
      conditions.add("currency = :currency", "currency", amounts.currency());
      conditions.add("amount >= :least", "least", amounts.least());
      conditions.add("amount <= :most", "most", amounts.most());
    }
    Instant from = filter.createdFrom();
    if (from != null) {
      conditions.add("created_at >= :createdFrom", "createdFrom", timestamp(from));
      conditions.add("uuid >= :notBefore", "notBefore", firstOf(from.minus(CLOCKS_APART)));
    }
    Instant to = filter.createdTo();
    if (to != null) {
      conditions.add("created_at < :createdTo", "createdTo", timestamp(to));
      conditions.add("uuid < :notAfter", "notAfter", firstOf(to.plus(CLOCKS_APART)));
    }
  }

  /** The first UUIDv7 of a millisecond: their order is the order of time, so an index finds it. */
  private static UUID firstOf(Instant time) {
    long millis = Math.clamp(time.toEpochMilli(), 0, (1L << 48) - 1);
    return new UUID(millis << 16 | 0x7000, 0x8000_0000_0000_0000L);
  }

  private static OffsetDateTime timestamp(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }

  private static Page page(List<Payment> found, Query query) {
    boolean hasMore = found.size() > query.limit();
    List<Payment> payments = hasMore ? found.subList(0, query.limit()) : found;
    return new Page(query.endingBefore() == null ? payments : payments.reversed(), hasMore);
  }

  private static @Nullable UUID uuid(Payment.@Nullable Id id) {
    return id == null ? null : id.value();
  }

  /** What is asked for, as a statement that grows. */
  private static final class Conditions {

    private final StringBuilder sql =
        new StringBuilder("SELECT * FROM payment WHERE merchant_id = :merchantId");
    private final Map<String, Object> values = new HashMap<>();

    Conditions(String merchantId) {
      values.put("merchantId", merchantId);
    }

    void add(String condition, String name, @Nullable Object value) {
      if (value != null) {
        sql.append(" AND ").append(condition);
        values.put(name, value);
      }
    }
  }
}
