package dev.florin.web.deadline;

import java.time.Duration;
import java.util.Optional;

/**
 * The moment by which a request must be answered. It is bound to the code that serves the request,
 * sent on to the next process as the milliseconds that remain, and only ever shrinks.
 */
public final class Deadline {

  /** Remaining milliseconds, in the form that Envoy and the gateway use. */
  public static final String HEADER = "x-envoy-expected-rq-timeout-ms";

  private static final ScopedValue<Deadline> CURRENT = ScopedValue.newInstance();

  private final long nanoTime;

  private Deadline(long nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** A deadline after that much time, or the one in force if it is sooner. */
  public static Deadline in(Duration budget) {
    long at = System.nanoTime() + budget.toNanos();
    return current().filter(outer -> outer.nanoTime - at < 0).orElseGet(() -> new Deadline(at));
  }

  /** The deadline of the request that is being served, if it has one. */
  public static Optional<Deadline> current() {
    return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
  }

  /** The time left; zero when it has passed. */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
  }

  /** Whether no time is left. */
  public boolean hasPassed() {
    return nanoTime - System.nanoTime() <= 0;
  }

  /** Runs the work with this deadline in force. */
  public <T, X extends Throwable> T call(ScopedValue.CallableOp<? extends T, X> work) throws X {
    return ScopedValue.where(CURRENT, this).call(work);
  }
}
