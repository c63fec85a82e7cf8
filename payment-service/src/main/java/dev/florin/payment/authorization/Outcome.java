package dev.florin.payment.authorization;

import dev.florin.payment.payment.Payment;

/** How a run of the saga ends. */
public sealed interface Outcome {

  /** The payment, with all that the run learned. */
  Payment payment();

  /** The third party has been paid. */
  record Succeeded(Payment payment) implements Outcome {}

  /** The third party has authorised it: the money is reserved, and waits to be captured. */
  record Authorised(Payment payment) implements Outcome {}

  /**
   * It was refused, and nothing is left of it here: the payment's failure says why.
   *
   * @param approvedLate whether the third party has approved it all the same: it is to be given
   *     back there
   */
  record Failed(Payment payment, boolean approvedLate) implements Outcome {

    /** One of which nothing is left anywhere. */
    public Failed(Payment payment) {
      this(payment, false);
    }
  }

  /** A person decides whether it goes on. */
  record ReviewNeeded(Payment payment) implements Outcome {}

  /** The payer has to do something first: the payment's charge says what. */
  record ActionNeeded(Payment payment) implements Outcome {}

  /** The end is not known; the saga is to be run again. */
  record Unresolved(Payment payment) implements Outcome {}
}
