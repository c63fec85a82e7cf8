package dev.florin.payment.authorization;

import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.Payment.Failure;

/** What a step of the saga leads to. */
sealed interface StepResult {

  /** The step is done; the payment knows more. */
  record Done(Payment payment) implements StepResult {}

  /**
   * The step's answer is no: what was done before it is undone.
   *
   * @param repeatable whether a later run would hear the same no; if not, it is written down first
   */
  record Refused(Payment payment, Failure failure, boolean repeatable) implements StepResult {

    static Refused repeatable(Payment payment, Failure failure) {
      return new Refused(payment, failure, true);
    }

    static Refused once(Payment payment, Failure failure) {
      return new Refused(payment, failure, false);
    }
  }

  /** A person decides whether the payment goes on. */
  record Held(Payment payment) implements StepResult {}

  /** The payer has to do something before the step can come to its end. */
  record ActionNeeded(Payment payment) implements StepResult {}

  /** It is not known whether the step was done: nothing is undone, the saga is run again. */
  record Unclear(Payment payment) implements StepResult {}
}
