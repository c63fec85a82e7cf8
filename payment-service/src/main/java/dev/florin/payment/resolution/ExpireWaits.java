package dev.florin.payment.resolution;

import dev.florin.payment.authorization.Conclusions;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.Payment.Status;
import dev.florin.payment.payment.PaymentError;
import dev.florin.payment.payment.Payments;
import dev.florin.payment.payment.WaitingPayments;
import dev.florin.telemetry.TraceContexts;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Ends the waiting of payments for which nobody decided or did anything in time. Any number of
 * instances may do so at once: each payment is ended under its own lock.
 */
@Component
@ConditionalOnBooleanProperty(name = "florin.payment.resolution.enabled", matchIfMissing = true)
public class ExpireWaits {

  private static final Logger log = LoggerFactory.getLogger(ExpireWaits.class);

  private static final int BITE = 100;

  private static final String ACTOR = "payment-service";

  private final WaitingPayments waiting;
  private final Payments payments;
  private final Conclusions conclusions;
  private final TransactionOperations transactions;
  private final ResumptionTrace trace;
  private final MeterRegistry meters;

  ExpireWaits(
      WaitingPayments waiting,
      Payments payments,
      Conclusions conclusions,
      TransactionOperations transactions,
      ResumptionTrace trace,
      MeterRegistry meters) {
    this.waiting = waiting;
    this.payments = payments;
    this.conclusions = conclusions;
    this.transactions = transactions;
    this.trace = trace;
    this.meters = meters;
  }

  /** Ends the waiting of all that have waited too long. */
  @Scheduled(fixedDelayString = "${florin.payment.resolution.interval:1s}")
  public void expireDue() {
    expireAll(Status.REQUIRES_REVIEW, this::endReview);
    expireAll(Status.REQUIRES_ACTION, this::askOnceMore);
  }

  private void expireAll(Status status, Consumer<Payment> end) {
    for (UUID uuid : waiting.overdue(status, BITE)) {
      try {
        transactions.executeWithoutResult(
            _ -> waiting.lockOverdue(uuid, status).ifPresent(payment -> around(payment, end)));
      } catch (RuntimeException e) {
        log.error("payment {} waits too long, and its waiting could not be ended", uuid, e);
      }
    }
  }

  private void around(Payment payment, Consumer<Payment> end) {
    trace.around(
        payment.terms().paymentId(),
        payment.resumptions(),
        payment.trace(),
        () -> end.accept(payment));
  }

  private void endReview(Payment payment) {
    conclusions.end(
        payment, PaymentError.REVIEW_EXPIRED, PaymentError.REVIEW_EXPIRED.code(), ACTOR);
    expired("review");
  }

  /** The saga asks the channel, and gives the payment up if the payer has still not acted. */
  private void askOnceMore(Payment payment) {
    payments.release(
        payment, "the payer did not act in time; asked once more", ACTOR, TraceContexts.traceId());
    expired("action");
  }

  private void expired(String what) {
    meters.counter("payment.waits.expired", "waited_for", what).increment();
  }
}
