package dev.florin.payment.authorization;

import dev.florin.fault.FaultPoint;
import dev.florin.payment.authorization.ChannelDesk.Attempt;
import dev.florin.payment.authorization.ChannelDesk.Attempt.ActionNeeded;
import dev.florin.payment.authorization.ChannelDesk.Attempt.Approved;
import dev.florin.payment.authorization.ChannelDesk.Attempt.Declined;
import dev.florin.payment.authorization.ChannelDesk.Attempt.NotReached;
import dev.florin.payment.authorization.ChannelDesk.Attempt.NotSent;
import dev.florin.payment.authorization.ChannelDesk.Attempt.Unknown;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.Payment.Failure;
import dev.florin.payment.payment.PaymentError;
import org.springframework.stereotype.Component;

/** The third party is paid by one attempt, which is asked about until its end is known. */
@Component
class ChannelStep {

  private final ChannelDesk channels;

  ChannelStep(ChannelDesk channels) {
    this.channels = channels;
  }

  StepResult pay(Payment payment) {
    Attempt attempt = channels.pay(payment);
    FaultPoint.PAYMENT_CHANNEL_AFTER_CALL.reach();
    return switch (attempt) {
      case Approved(var charge) -> new StepResult.Done(payment.charged(charge));
      case Declined(var charge, var declineCode) ->
          StepResult.Refused.repeatable(
              payment.charged(charge), new Failure(PaymentError.CARD_DECLINED, declineCode));
      case ActionNeeded(var charge) -> new StepResult.ActionNeeded(payment.charged(charge));
      case NotSent() -> unreachable(payment);
      // An earlier run may have reached them, and the third party.
      case NotReached() when payment.resumed() -> new StepResult.Unclear(payment);
      case NotReached() -> unreachable(payment);
      case Unknown() -> new StepResult.Unclear(payment);
    };
  }

  private static StepResult unreachable(Payment payment) {
    return StepResult.Refused.once(payment, new Failure(PaymentError.CHANNEL_UNAVAILABLE));
  }
}
