package dev.florin.account.ledger;

import dev.florin.web.deadline.Deadline;
import io.micrometer.observation.Observation;
import io.micrometer.observation.Observation.Event;
import io.micrometer.tracing.Span;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A command that waits for its answer. Its caller may give up only until a batch has taken it.
 *
 * @param span the caller's span
 * @param observation what the caller is observed by
 */
record Pending(
    Request request,
    Deadline deadline,
    @Nullable Span span,
    @Nullable Observation observation,
    AtomicReference<State> state,
    CompletableFuture<Outcome> answer) {

  private static final String TOO_LATE = "the time ran out before the command's turn came";

  private enum State {
    WAITING,
    TAKEN,
    GIVEN_UP
  }

  Pending(
      Request request, Deadline deadline, @Nullable Span span, @Nullable Observation observation) {
    this(
        request,
        deadline,
        span,
        observation,
        new AtomicReference<>(State.WAITING),
        new CompletableFuture<>());
  }

  /** Takes it into a batch; false if its time has passed, so that nothing is begun for nobody. */
  boolean take() {
    if (deadline.hasPassed()) {
      giveUp();
      return false;
    }
    return state.compareAndSet(State.WAITING, State.TAKEN);
  }

  /** Answers that nothing was done, unless a batch has taken it. */
  void giveUp() {
    if (state.compareAndSet(State.WAITING, State.GIVEN_UP)) {
      answer.completeExceptionally(new LedgerBusyException(TOO_LATE));
    }
  }

  void tell(String event) {
    if (observation != null) {
      observation.event(Event.of(event));
    }
  }

  /**
   * Waits until the deadline.
   *
   * @throws LedgerBusyException if nothing was done, nor will be
   * @throws OutcomeUnknownException if it was begun and has not been answered
   */
  Outcome await() {
    try {
      Duration patience = deadline.remaining();
      return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      giveUp();
      throw state.get() == State.GIVEN_UP
          ? new LedgerBusyException(TOO_LATE)
          : new OutcomeUnknownException();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OutcomeUnknownException();
    }
  }
}
