package dev.florin.payment.operation;

import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.Payments;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Payments that were not captured in time, by the database's clock. */
@Component
public class ExpiringPayments {

  /** Whether something is going on with it is looked at again under its lock. */
  private static final String DUE =
      """
      SELECT uuid FROM payment
      WHERE status = 'requires_capture' AND capture_before <= now()
        AND NOT EXISTS (SELECT FROM payment_operation
                        WHERE payment_uuid = payment.uuid AND status = 'pending')
      ORDER BY capture_before
      LIMIT 1
      FOR UPDATE SKIP LOCKED
      """;

  private final JdbcClient jdbc;
  private final Payments payments;
  private final NewOperation newOperation;
  private final TransactionTemplate transactions;

  ExpiringPayments(
      JdbcClient jdbc,
      Payments payments,
      NewOperation newOperation,
      TransactionTemplate transactions) {
    this.jdbc = jdbc;
    this.payments = payments;
    this.newOperation = newOperation;
    this.transactions = transactions;
  }

  /**
   * Begins the end of one payment whose time has passed. Any number of instances may do so at once:
   * each payment is begun by one of them.
   *
   * @return whether there was one
   */
  public boolean expireNext() {
    return Boolean.TRUE.equals(
        transactions.execute(
            _ -> {
              Optional<Payment> due =
                  jdbc.sql(DUE).query(UUID.class).optional().map(payments::lock);
              due.ifPresent(newOperation::expire);
              return due.isPresent();
            }));
  }
}
