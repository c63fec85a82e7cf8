package dev.florin.sandbox.charge;

/** What became of the order for a capture, void or refund. */
public sealed interface FollowUpResult {

  /** Booked now, done or declined. */
  record Booked(FollowUp followUp) implements FollowUpResult {}

  /** The reference had been booked before with this very content. */
  record Repeated(FollowUp followUp) implements FollowUpResult {}

  /** The reference had been booked before with other content. */
  record Conflict() implements FollowUpResult {}

  /** The reference was closed before; nothing is booked under it, nor will be. */
  record Closed() implements FollowUpResult {}

  /** There is no charge or capture that it could apply to; nothing was booked. */
  record NothingToFollow() implements FollowUpResult {}
}
