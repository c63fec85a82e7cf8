package dev.florin.channel.attempt;

/** Who may act on an attempt now. */
sealed interface Claim {

  /** The row was written now: the caller is the one that sends. */
  record First(Attempt attempt) implements Claim {}

  /** It was sent or may have been, and nobody else is at it: the caller is the one that asks. */
  record Unresolved(Attempt attempt) implements Claim {}

  /** Somebody else is sending or asking. */
  record InFlight(Attempt attempt) implements Claim {}

  /** It is final. */
  record Settled(Attempt attempt) implements Claim {}

  /** The id belongs to another content. */
  record Conflict() implements Claim {}
}
