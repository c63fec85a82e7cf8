package dev.florin.account.transfer;

import org.jspecify.annotations.Nullable;

/** Who assesses transfers. */
public interface RiskDesk {

  /** Asks for an assessment; asking again answers the same. */
  Assessment assess(UserTransfer transfer);

  /** What came of it. */
  sealed interface Assessment {

    /** The transfer may go on. */
    record Allowed(@Nullable String level, @Nullable Integer score) implements Assessment {}

    /** A person would have to decide. */
    record ReviewNeeded(@Nullable String level, @Nullable Integer score) implements Assessment {}

    /** The transfer must not go on. */
    record Denied(@Nullable String level, @Nullable Integer score) implements Assessment {}

    /** There is none to be had now. */
    record Unavailable() implements Assessment {}

    /** The request was refused: our own fault, and no reason to go on without an assessment. */
    record NotAllowedToAsk() implements Assessment {}
  }
}
