package dev.florin.payment.resolution;

import dev.florin.payment.authorization.AuthorizePayment;
import dev.florin.payment.authorization.Conclusions;
import dev.florin.payment.payment.OpenPayments;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.StalePaymentException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Takes up payments whose worker died and payments whose next try is due. Any number of instances
 * may do so at once: each payment is leased to one of them.
 */
@Component
@ConditionalOnBooleanProperty(name = "florin.payment.resolution.enabled", matchIfMissing = true)
public class ResumePayments {

  private static final Logger log = LoggerFactory.getLogger(ResumePayments.class);

  private final OpenPayments open;
  private final AuthorizePayment authorize;
  private final Conclusions conclusions;
  private final ResumptionTrace trace;

  ResumePayments(
      OpenPayments open,
      AuthorizePayment authorize,
      Conclusions conclusions,
      ResumptionTrace trace) {
    this.open = open;
    this.authorize = authorize;
    this.conclusions = conclusions;
    this.trace = trace;
  }

  /** Works through all that is due. */
  @Scheduled(fixedDelayString = "${florin.payment.resolution.interval:1s}")
  public void resumeDue() {
    DueWork.workThrough(open::takeUpDue, this::resume);
  }

  private void resume(Payment payment) {
    try {
      trace.around(
          payment.terms().paymentId(),
          payment.resumptions(),
          payment.trace(),
          () -> conclusions.conclude(authorize.runSaga(payment)));
    } catch (StalePaymentException overtaken) {
      log.info("payment {} was taken up by another worker", payment.id());
    } catch (RuntimeException e) {
      log.error("payment {} could not be resumed; its lease will pass", payment.id(), e);
    }
  }
}
