package dev.florin.payment.authorization;

import dev.florin.fault.FaultPoint;
import dev.florin.payment.authorization.Wallets.Deduction;
import dev.florin.payment.authorization.Wallets.Deduction.Declined;
import dev.florin.payment.authorization.Wallets.Deduction.NotPosted;
import dev.florin.payment.authorization.Wallets.Deduction.Posted;
import dev.florin.payment.authorization.Wallets.Deduction.Unknown;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.Payment.Failure;
import dev.florin.payment.payment.PaymentError;
import org.springframework.stereotype.Component;

/** The payer's money is taken before the third party is paid, and given back if it is not. */
@Component
class DeductStep {

  private final Wallets wallets;

  DeductStep(Wallets wallets) {
    this.wallets = wallets;
  }

  StepResult deduct(Payment payment) {
    Deduction deduction = wallets.deduct(payment);
    FaultPoint.PAYMENT_DEDUCT_AFTER_CALL.reach();
    return switch (deduction) {
      case Posted() -> new StepResult.Done(payment);
      case Declined(var code) -> StepResult.Refused.repeatable(payment, new Failure(code));
      // An earlier run may have taken the money.
      case NotPosted() when payment.resumed() -> new StepResult.Unclear(payment);
      case NotPosted() ->
          StepResult.Refused.once(payment, new Failure(PaymentError.ACCOUNT_UNAVAILABLE));
      case Unknown() -> new StepResult.Unclear(payment);
    };
  }

  boolean reverse(Payment payment) {
    Failure failure = payment.failure();
    boolean reversed =
        wallets.reverse(
            payment, failure == null ? PaymentError.CHANNEL_UNAVAILABLE : failure.error());
    FaultPoint.PAYMENT_REVERSE_AFTER_CALL.reach();
    return reversed;
  }
}
