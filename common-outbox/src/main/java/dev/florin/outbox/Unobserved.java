package dev.florin.outbox;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationPredicate;
import java.util.function.Supplier;

/**
 * Work of a background thread's own, such as polling, of which no trace is to be made: it would
 * drown the traces of payments.
 */
final class Unobserved implements ObservationPredicate {

  private static final ScopedValue<Boolean> QUIET = ScopedValue.newInstance();

  static <T> T call(Supplier<T> work) {
    return ScopedValue.where(QUIET, true).call(work::get);
  }

  static void run(Runnable work) {
    ScopedValue.where(QUIET, true).run(work);
  }

  @Override
  public boolean test(String name, Observation.Context context) {
    return !QUIET.isBound();
  }
}
