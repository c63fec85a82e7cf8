package dev.florin.payment.resolution;

import dev.florin.money.Money;
import dev.florin.payment.operation.RefundLateCharge;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.Payments;
import dev.florin.payment.reconciliation.Cases;
import dev.florin.payment.reconciliation.Cases.Unrefunded;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Gives back what was charged too late while its payment was still being given up: a refund is
 * begun only once the payment has failed.
 */
@Component
@ConditionalOnBooleanProperty(name = "florin.payment.resolution.enabled", matchIfMissing = true)
public class RefundLateSuccesses {

  private static final Logger log = LoggerFactory.getLogger(RefundLateSuccesses.class);

  private static final int BITE = 100;

  private final Cases cases;
  private final Payments payments;
  private final RefundLateCharge lateCharges;

  RefundLateSuccesses(Cases cases, Payments payments, RefundLateCharge lateCharges) {
    this.cases = cases;
    this.payments = payments;
    this.lateCharges = lateCharges;
  }

  /** Begins the refunds that are owed; each once, however many instances look. */
  @Scheduled(fixedDelayString = "${florin.payment.resolution.interval:1s}")
  public void refundOwed() {
    for (Unrefunded owed : cases.unrefunded(BITE)) {
      try {
        Payment payment = payments.get(owed.paymentUuid());
        Money charged = owed.confirmed() == null ? payment.terms().amount() : owed.confirmed();
        lateCharges.begin(payment.id(), owed.attemptId(), charged);
      } catch (RuntimeException e) {
        log.error("attempt {} is to be refunded, and that could not be begun", owed.attemptId(), e);
      }
    }
  }
}
