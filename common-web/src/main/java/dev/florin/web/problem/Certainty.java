package dev.florin.web.problem;

/** What an error says about the request's effect. */
public enum Certainty {
  /** Nothing happened, nor will it. */
  DEFINITIVE,
  /** It may have happened: ask, or repeat with the same idempotency key. */
  AMBIGUOUS
}
