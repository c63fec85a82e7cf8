package dev.florin.account.ledger;

import dev.florin.telemetry.TraceContexts;
import dev.florin.web.deadline.Deadline;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * The way into the ledger. A command is carried out at most once, whoever sends it how often: the
 * first answer to its id is the answer for ever, and another content under the id conflicts.
 */
@Component
public class Ledger {

  /** For callers that have no deadline. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final PostingQueue queue;
  private final Tracer tracer;
  private final ObservationRegistry observations;
  private final MeterRegistry meters;

  Ledger(
      PostingQueue queue, Tracer tracer, ObservationRegistry observations, MeterRegistry meters) {
    this.queue = queue;
    this.tracer = tracer;
    this.observations = observations;
    this.meters = meters;
  }

  /**
   * Carries the command out and waits for its answer. Must not be called in a transaction: it has
   * one of its own, shared with commands that arrive at the same time.
   *
   * @throws LedgerBusyException if it was not carried out, nor will be
   * @throws org.springframework.dao.DataAccessException if it is not known whether it was; the same
   *     command, sent again, is answered with what came of it
   */
  public Outcome.OfMovement execute(Command.Movement command) {
    return switch (carryOut(command)) {
      case Outcome.OfMovement answer -> answer;
      case Outcome.Held held -> throw new IllegalStateException(command + " became " + held);
    };
  }

  /**
   * Carries the command out and waits for its answer, as {@link #execute(Command.Movement)} does.
   */
  public Outcome.OfReservation execute(Command.Reservation command) {
    return switch (carryOut(command)) {
      case Outcome.OfReservation answer -> answer;
      case Outcome.Posted posted -> throw new IllegalStateException(command + " became " + posted);
    };
  }

  private Outcome carryOut(Command command) {
    try {
      Pending pending =
          new Pending(
              new Request(command, TraceContexts.traceId()),
              Deadline.in(PATIENCE),
              tracer.currentSpan(),
              observations.getCurrentObservation());
      queue.add(pending);
      Outcome outcome = pending.await();
      count(command, result(outcome));
      return outcome;
    } catch (RuntimeException e) {
      count(command, "failed");
      throw e;
    }
  }

  private void count(Command command, String result) {
    meters
        .counter("account.balance.operations", "operation", operation(command), "result", result)
        .increment();
  }

  private static String operation(Command command) {
    return switch (command) {
      case Command.Post post -> post.transfer().kind().code();
      case Command.Reverse _ -> TransferKind.REVERSAL.code();
      case Command.PlaceHold _ -> "hold_place";
      case Command.PostHold post -> post.transfer().kind().code();
      case Command.ReleaseHold release -> release.expiry() ? "hold_expire" : "hold_void";
    };
  }

  private static String result(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Posted posted -> posted.replayed() ? "replayed" : "posted";
      case Outcome.Held held -> held.replayed() ? "replayed" : held.hold().status().code();
      case Outcome.Declined declined -> declined.replayed() ? "replayed" : "declined";
      case Outcome.Conflicting _ -> "conflict";
    };
  }
}
