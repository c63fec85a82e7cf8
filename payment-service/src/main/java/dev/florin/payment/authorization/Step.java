package dev.florin.payment.authorization;

import dev.florin.payment.payment.Payment;
import org.jspecify.annotations.Nullable;

/**
 * A step of the saga with its compensation beside it.
 *
 * @param run what it does
 * @param undo how that is undone; null if there is nothing to undo
 */
record Step(PaymentObservation name, Action run, @Nullable Undo undo) {

  /** What a step does to a payment. */
  @FunctionalInterface
  interface Action {
    StepResult on(Payment payment);
  }

  /** How a step is undone, and the span of that. */
  record Undo(PaymentObservation name, Compensation run) {}

  /** What undoes a step. */
  @FunctionalInterface
  interface Compensation {

    /** Whether the step is undone for sure. */
    boolean on(Payment payment);
  }

  static Step of(PaymentObservation name, Action run) {
    return new Step(name, run, null);
  }

  Step undoneBy(PaymentObservation span, Compensation compensation) {
    return new Step(name, run, new Undo(span, compensation));
  }
}
