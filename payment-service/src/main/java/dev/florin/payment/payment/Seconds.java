package dev.florin.payment.payment;

import java.time.Duration;

/** Durations as PostgreSQL's {@code make_interval(secs => …)} takes them. */
public final class Seconds {

  private Seconds() {}

  /** With fractions of a second. */
  public static double of(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
