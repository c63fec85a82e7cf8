package dev.florin.payment.timeline;

import dev.florin.payment.timeline.Neighbours.Reply;
import dev.florin.web.deadline.Deadline;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Asks several neighbours at once, so that the slowest of them is all that is waited for. */
@Component
class Together implements DisposableBean {

  /** What is left of the request's time for putting the answer together and sending it. */
  private static final Duration RESERVE = Duration.ofMillis(300);

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ObservationRegistry observations;

  Together(ObservationRegistry observations) {
    this.observations = observations;
  }

  /** Asks in the background, within the caller's deadline and trace. */
  <T> Future<Reply<T>> ask(Supplier<Reply<T>> question) {
    Observation cause = observations.getCurrentObservation();
    Deadline deadline = Deadline.in(patience());
    return threads.submit(() -> deadline.call(() -> within(cause, question)));
  }

  /** What came of it; a question that failed is one that was not answered. */
  static <T> Reply<T> await(Future<Reply<T>> asked) {
    try {
      return asked.get();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Reply.Silent<>();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a neighbour could not be asked", e.getCause());
    }
  }

  private static Duration patience() {
    return Deadline.current()
        .map(deadline -> deadline.remaining().minus(RESERVE))
        .filter(left -> left.compareTo(PATIENCE) < 0)
        .orElse(PATIENCE);
  }

  private static <T> Reply<T> within(
      @org.jspecify.annotations.Nullable Observation cause, Supplier<Reply<T>> question) {
    if (cause == null) {
      return question.get();
    }
    try (var _ = cause.openScope()) {
      return question.get();
    }
  }

  @Override
  public void destroy() {
    threads.close();
  }
}
