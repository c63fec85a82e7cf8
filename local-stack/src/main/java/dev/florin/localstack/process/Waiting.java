package dev.florin.localstack.process;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting with an end. */
public final class Waiting {
  private Waiting() {}

  /** Asks again and again; false when the limit has passed and the answer is still no. */
  public static boolean until(Duration limit, Duration pause, BooleanSupplier condition) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting", e);
      }
    }
    return true;
  }
}
