package dev.florin.web.client;

/** What a failed call says about its effect at the other side. */
public enum CallOutcome {
  /** It never left: it may be sent elsewhere. */
  NOT_SENT,
  /** It may have arrived: the effect is unknown. */
  NO_ANSWER,
  /** It arrived and was refused: nothing happened. */
  REFUSED
}
