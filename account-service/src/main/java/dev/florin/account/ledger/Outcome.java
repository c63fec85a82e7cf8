package dev.florin.account.ledger;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the ledger answers a command. */
public sealed interface Outcome {

  /** The answer to a {@link Command.Movement}. */
  sealed interface OfMovement extends Outcome {}

  /** The answer to a {@link Command.Reservation}. */
  sealed interface OfReservation extends Outcome {}

  /**
   * The money moved.
   *
   * @param entries what was posted, in the order of the legs
   * @param hold the hold it was taken from, as it is now
   * @param createdAt when, by the database's clock
   * @param traceId the trace that moved it
   * @param replayed whether an earlier command with this id moved it
   */
  record Posted(
      List<Entry> entries,
      @Nullable Hold hold,
      Instant createdAt,
      @Nullable String traceId,
      boolean replayed)
      implements OfMovement {

    /** Copies the entries. */
    public Posted {
      entries = List.copyOf(entries);
    }

    /** The first debit. */
    public Entry debit() {
      return first(Direction.DEBIT);
    }

    /** The first credit. */
    public Entry credit() {
      return first(Direction.CREDIT);
    }

    private Entry first(Direction direction) {
      return entries.stream()
          .filter(entry -> entry.direction() == direction)
          .findFirst()
          .orElseThrow();
    }
  }

  /**
   * The hold was placed or released.
   *
   * @param hold as it is now
   * @param replayed whether an earlier command did that
   */
  record Held(Hold hold, boolean replayed) implements OfReservation {}

  /**
   * Nothing moved, nor ever will under this id.
   *
   * @param replayed whether an earlier command with this id was declined
   */
  record Declined(DeclineCode code, boolean replayed) implements OfMovement, OfReservation {}

  /** The id, or what it reverses, belongs to a command with another content. */
  record Conflicting() implements OfMovement, OfReservation {}
}
