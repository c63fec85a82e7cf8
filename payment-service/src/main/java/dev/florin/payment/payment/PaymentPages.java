package dev.florin.payment.payment;

import dev.florin.payment.payment.Payment.Status;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Pages of a merchant's payments, newest first. */
@Repository
public class PaymentPages {

  /**
   * What to list.
   *
   * @param startingAfter only payments older than this one
   * @param endingBefore only payments newer than this one; the nearest ones
   */
  public record Query(
      String merchantId,
      @Nullable String userId,
      @Nullable Status status,
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
    boolean backwards = query.endingBefore() != null;
    StringBuilder sql = new StringBuilder("SELECT * FROM payment WHERE merchant_id = :merchantId");
    Map<String, Object> values = new HashMap<>();
    values.put("merchantId", query.merchantId());
    // One more than asked for tells whether there are more.
    values.put("limit", query.limit() + 1);
    if (query.userId() != null) {
      sql.append(" AND user_id = :userId");
      values.put("userId", query.userId());
    }
    if (query.status() != null) {
      sql.append(" AND status = :status");
      values.put("status", query.status().wireName());
    }
    uuid(query.startingAfter())
        .ifPresent(
            cursor -> {
              sql.append(" AND uuid < :startingAfter");
              values.put("startingAfter", cursor);
            });
    uuid(query.endingBefore())
        .ifPresent(
            cursor -> {
              sql.append(" AND uuid > :endingBefore");
              values.put("endingBefore", cursor);
            });
    sql.append(backwards ? " ORDER BY uuid" : " ORDER BY uuid DESC").append(" LIMIT :limit");
    return page(jdbc.sql(sql.toString()).params(values).query(rows).list(), query);
  }

  private static Page page(List<Payment> found, Query query) {
    boolean hasMore = found.size() > query.limit();
    List<Payment> payments = hasMore ? found.subList(0, query.limit()) : found;
    return new Page(query.endingBefore() == null ? payments : payments.reversed(), hasMore);
  }

  private static Optional<UUID> uuid(Payment.@Nullable Id id) {
    return Optional.ofNullable(id).map(Payment.Id::value);
  }
}
