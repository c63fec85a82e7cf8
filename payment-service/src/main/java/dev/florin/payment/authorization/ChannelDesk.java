package dev.florin.payment.authorization;

import dev.florin.payment.payment.Payment;
import org.jspecify.annotations.Nullable;

/** Who pays at the third party. */
public interface ChannelDesk {

  /** Has the payment's one attempt made, or tells what has become of it. */
  Attempt pay(Payment payment);

  /** What came of an attempt. */
  sealed interface Attempt {

    /** The third party took the charge. */
    record Approved(Payment.Charge charge) implements Attempt {}

    /** The third party refused the charge for good. */
    record Declined(Payment.Charge charge, @Nullable String declineCode) implements Attempt {}

    /** The attempt never left for the third party, and that is all it will ever do. */
    record NotSent() implements Attempt {}

    /** This call did not reach the channels; an earlier one may have. */
    record NotReached() implements Attempt {}

    /** The third party may have taken the charge. */
    record Unknown() implements Attempt {}
  }
}
