package dev.florin.account.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How the ledger answers a transfer. */
public sealed interface Outcome {

  /**
   * The money moved.
   *
   * @param traceId the trace that moved it
   * @param replayed whether an earlier request with this id moved it
   */
  record Posted(
      Entry debit, Entry credit, Instant createdAt, @Nullable String traceId, boolean replayed)
      implements Outcome {}

  /**
   * Nothing moved, nor ever will under this id.
   *
   * @param replayed whether an earlier request with this id was declined
   */
  record Declined(DeclineCode code, boolean replayed) implements Outcome {}

  /** The id, or what it reverses, belongs to a transfer with another content. */
  record Conflicting() implements Outcome {}
}
