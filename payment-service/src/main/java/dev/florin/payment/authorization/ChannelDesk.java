package dev.florin.payment.authorization;

import dev.florin.money.Money;
import dev.florin.payment.payment.Payment;
import org.jspecify.annotations.Nullable;

/** Who pays at the third party. */
public interface ChannelDesk {

  /**
   * Has the payment's one attempt made, or tells what has become of it. It charges; of a payment
   * that is captured by hand it only authorises.
   */
  Attempt pay(Payment payment);

  /** Has an attempt made that applies to an earlier one, or tells what has become of it. */
  Attempt follow(Payment payment, FollowUp attempt);

  /**
   * What is to be done to an earlier attempt.
   *
   * @param attemptId of the new attempt; it has its effect once
   * @param ofAttempt the earlier one, of the same payment
   */
  record FollowUp(String attemptId, Verb verb, String ofAttempt, Money amount) {}

  /** What can be done to an earlier attempt. */
  enum Verb {
    /** Take a part of what it authorised. */
    CAPTURE,
    /** Give up what it authorised. */
    VOID,
    /** Give a part of what it charged, or captured, back. */
    REFUND
  }

  /** What came of an attempt. */
  sealed interface Attempt {

    /** The third party did what it was asked to do. */
    record Approved(Payment.Charge charge) implements Attempt {}

    /** The third party refused it for good. */
    record Declined(Payment.Charge charge, @Nullable String declineCode) implements Attempt {}

    /** The third party waits for the payer, as the charge's next action says. */
    record ActionNeeded(Payment.Charge charge) implements Attempt {}

    /** The attempt never left for the third party, and that is all it will ever do. */
    record NotSent() implements Attempt {}

    /** This call did not reach the channels; an earlier one may have. */
    record NotReached() implements Attempt {}

    /** The third party may have done it. */
    record Unknown() implements Attempt {}
  }
}
