package dev.florin.payment.authorization;

import dev.florin.fault.FaultPoint;
import dev.florin.payment.authorization.ChannelDesk.Attempt;
import dev.florin.payment.authorization.ChannelDesk.Attempt.ActionNeeded;
import dev.florin.payment.authorization.ChannelDesk.Attempt.Approved;
import dev.florin.payment.authorization.ChannelDesk.Attempt.Declined;
import dev.florin.payment.authorization.ChannelDesk.Attempt.NotReached;
import dev.florin.payment.authorization.ChannelDesk.Attempt.NotSent;
import dev.florin.payment.authorization.ChannelDesk.Attempt.Unknown;
import dev.florin.payment.authorization.ChannelDesk.FollowUp;
import dev.florin.payment.authorization.ChannelDesk.Verb;
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

  /**
   * Has the channel give up what waits for the payer, and finds out how it ended there: until that
   * is known, nothing is given back. Each run asks for it under an id of its own, so that one that
   * was lost or not sent is in nobody's way; what counts is what became of the attempt itself.
   *
   * @return refused if nothing is left of it; done if it was approved all the same
   */
  StepResult giveUp(Payment payment) {
    Attempt attempt = channels.pay(payment);
    if (attempt instanceof ActionNeeded) {
      release(payment);
      attempt = channels.pay(payment);
    }
    return switch (attempt) {
      case Declined(var charge, _) -> givenUp(payment.charged(charge));
      case NotSent() -> givenUp(payment);
      case Approved(var charge) when payment.isManual() ->
          switch (release(payment)) {
            case Approved _ -> givenUp(payment.charged(charge));
            // The channel keeps it, or an earlier run has released it.
            case Declined _ -> new StepResult.Done(payment.charged(charge));
            case ActionNeeded _, NotSent(), NotReached(), Unknown() ->
                new StepResult.Unclear(payment);
          };
      case Approved(var charge) -> new StepResult.Done(payment.charged(charge));
      case ActionNeeded _, NotReached(), Unknown() -> new StepResult.Unclear(payment);
    };
  }

  private Attempt release(Payment payment) {
    return channels.follow(
        payment,
        new FollowUp(
            payment.id().voidAttempt(Math.max(1, payment.resumptions())),
            Verb.VOID,
            payment.id().attempt(),
            payment.terms().amount()));
  }

  private static StepResult givenUp(Payment payment) {
    return StepResult.Refused.repeatable(payment, new Failure(PaymentError.ACTION_EXPIRED));
  }

  private static StepResult unreachable(Payment payment) {
    return StepResult.Refused.once(payment, new Failure(PaymentError.CHANNEL_UNAVAILABLE));
  }
}
