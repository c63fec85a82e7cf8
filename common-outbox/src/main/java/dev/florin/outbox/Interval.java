package dev.florin.outbox;

import java.time.Duration;

/** Says when a periodic task of a loop is due. */
final class Interval {

  private final long lengthNanos;
  private long dueNanos = System.nanoTime();

  Interval(Duration length) {
    this.lengthNanos = length.toNanos();
  }

  /** True once per interval, the first time at once. */
  boolean isDue() {
    long now = System.nanoTime();
    if (now - dueNanos < 0) {
      return false;
    }
    dueNanos = now + lengthNanos;
    return true;
  }

  /** Makes the next question due: there is more to do. */
  void again() {
    dueNanos = System.nanoTime();
  }
}
