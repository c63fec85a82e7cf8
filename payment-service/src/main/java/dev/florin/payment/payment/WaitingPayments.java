package dev.florin.payment.payment;

import dev.florin.payment.payment.Payment.Status;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The payments that wait for somebody, until the database's clock says that it is too late. */
@Repository
public class WaitingPayments {

  private static final String OVERDUE =
      """
      SELECT uuid FROM payment
      WHERE status = :status AND awaited_until <= now()
      ORDER BY awaited_until
      LIMIT :limit
      """;

  private static final String LOCK =
      """
      SELECT * FROM payment
      WHERE uuid = :uuid AND status = :status AND awaited_until <= now()
      FOR UPDATE SKIP LOCKED
      """;

  private final JdbcClient jdbc;
  private final PaymentRows rows;

  WaitingPayments(JdbcClient jdbc, PaymentRows rows) {
    this.jdbc = jdbc;
    this.rows = rows;
  }

  /** Up to that many payments that have waited too long in that status. */
  public List<UUID> overdue(Status status, int limit) {
    return jdbc.sql(OVERDUE)
        .param("status", status.wireName())
        .param("limit", limit)
        .query((row, _) -> row.getObject("uuid", UUID.class))
        .list();
  }

  /**
   * One of them, which nobody else changes until the caller's transaction ends; empty if somebody
   * has it already, or it does not wait any more.
   */
  public Optional<Payment> lockOverdue(UUID uuid, Status status) {
    return jdbc.sql(LOCK)
        .param("uuid", uuid)
        .param("status", status.wireName())
        .query(rows)
        .optional();
  }
}
