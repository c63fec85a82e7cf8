package dev.florin.payment.operation;

import dev.florin.money.Money;
import dev.florin.payment.operation.Operation.Kind;
import dev.florin.payment.operation.Operation.Part;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.Payment.Status;
import dev.florin.payment.payment.Payments;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Gives back a charge that a channel approved after its payment had failed for good. The ledger has
 * given the payer's money back already, so this is between the channel and the third party alone.
 */
@Component
public class RefundLateCharge {

  private final Payments payments;
  private final Operations operations;
  private final NewOperation newOperation;
  private final TransactionTemplate transactions;

  RefundLateCharge(
      Payments payments,
      Operations operations,
      NewOperation newOperation,
      TransactionTemplate transactions) {
    this.payments = payments;
    this.operations = operations;
    this.newOperation = newOperation;
    this.transactions = transactions;
  }

  /**
   * Begins the refund, once per attempt however often it is asked; it is carried out by whoever
   * looks for work. Joins the caller's transaction if there is one.
   *
   * @param attemptId the attempt that was approved too late
   * @param amount what it charged
   * @return whether the attempt is refunded; not if the payment has not failed
   */
  public boolean begin(Payment.Id paymentId, String attemptId, Money amount) {
    return Boolean.TRUE.equals(
        transactions.execute(
            _ -> {
              Payment payment = payments.lock(paymentId.value());
              if (payment.status() != Status.FAILED) {
                return false;
              }
              if (operations.of(paymentId).stream().noneMatch(it -> isRefundOf(it, attemptId))) {
                newOperation.leave(
                    payment,
                    Kind.LATE_REFUND,
                    new Part(attemptId, amount),
                    "approved after the payment had failed");
              }
              return true;
            }));
  }

  private static boolean isRefundOf(Operation operation, String attemptId) {
    return operation.kind() == Kind.LATE_REFUND
        && operation.parts().getFirst().ofAttempt().equals(attemptId);
  }
}
