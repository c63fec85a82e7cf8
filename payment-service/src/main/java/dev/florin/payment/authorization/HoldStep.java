package dev.florin.payment.authorization;

import dev.florin.payment.authorization.Wallets.Deduction.Declined;
import dev.florin.payment.authorization.Wallets.Deduction.NotPosted;
import dev.florin.payment.authorization.Wallets.Deduction.Posted;
import dev.florin.payment.authorization.Wallets.Deduction.Unknown;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.Payment.Failure;
import dev.florin.payment.payment.PaymentError;
import org.springframework.stereotype.Component;

/** The payer's money is reserved before the third party authorises, and set free if it does not. */
@Component
class HoldStep {

  private final Wallets wallets;

  HoldStep(Wallets wallets) {
    this.wallets = wallets;
  }

  StepResult place(Payment payment) {
    return switch (wallets.hold(payment)) {
      case Posted() -> new StepResult.Done(payment);
      case Declined(var code) -> StepResult.Refused.repeatable(payment, new Failure(code));
      // An earlier run may have reserved it.
      case NotPosted() when payment.resumed() -> new StepResult.Unclear(payment);
      case NotPosted() ->
          StepResult.Refused.once(payment, new Failure(PaymentError.ACCOUNT_UNAVAILABLE));
      case Unknown() -> new StepResult.Unclear(payment);
    };
  }

  boolean release(Payment payment) {
    return wallets.release(payment);
  }
}
