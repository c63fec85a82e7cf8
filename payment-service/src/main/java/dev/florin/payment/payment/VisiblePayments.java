package dev.florin.payment.payment;

import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import dev.florin.web.security.Caller;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What a caller may see: a merchant its own payments, a user its own. All others are not there. */
@Component
public class VisiblePayments {

  private final Payments payments;

  VisiblePayments(Payments payments) {
    this.payments = payments;
  }

  /** The payment of that external name, if the caller may see it. */
  public Optional<Payment> find(String paymentId, Caller caller) {
    return Optional.of(paymentId)
        .filter(ExternalNames::isName)
        .flatMap(name -> payments.find(caller.requireMerchant(), name))
        .filter(it -> caller.mayActFor(it.terms().merchantId(), it.terms().userId()));
  }

  /**
   * The payment of that external name.
   *
   * @throws ProblemException 404 if there is none that the caller may see
   */
  public Payment require(String paymentId, Caller caller) {
    return find(paymentId, caller)
        .orElseThrow(() -> new ProblemException(CommonError.NOT_FOUND, "there is no such payment"));
  }
}
