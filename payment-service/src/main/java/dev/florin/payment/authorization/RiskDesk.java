package dev.florin.payment.authorization;

import dev.florin.payment.payment.Payment;
import org.jspecify.annotations.Nullable;

/** Who assesses payments. */
public interface RiskDesk {

  /** Asks for an assessment; asking again answers the same. */
  Assessment assess(Payment payment);

  /**
   * Asks for an assessment of a payment that went on without one; asking again answers the same.
   */
  Assessment reassess(Payment payment);

  /** What came of it. */
  sealed interface Assessment {

    /** The payment may go on. */
    record Allowed(@Nullable String level, @Nullable Integer score) implements Assessment {}

    /** A person has to decide. */
    record ReviewNeeded(@Nullable String level, @Nullable Integer score) implements Assessment {}

    /** The payment must not go on. */
    record Denied(@Nullable String level, @Nullable Integer score) implements Assessment {}

    /** There is none to be had now. */
    record Unavailable() implements Assessment {}

    /** The request was refused: our own fault, and no reason to go on without an assessment. */
    record NotAllowedToAsk() implements Assessment {}
  }
}
