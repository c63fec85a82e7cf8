package dev.florin.benchmarks.ledger;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * What one round has shown.
 *
 * @param count posts that were made
 * @param refused posts that were turned away for the time being
 * @param seconds in which they were
 * @param p50Millis the median latency
 * @param p99Millis the latency that one of a hundred exceeds
 */
record Round(long count, long refused, double seconds, double p50Millis, double p99Millis) {

  static final double NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  /** From latencies in nanoseconds. */
  static Round of(Histogram nanos, long refused, long elapsedNanos) {
    return new Round(
        nanos.getTotalCount(),
        refused,
        elapsedNanos / (double) TimeUnit.SECONDS.toNanos(1),
        nanos.getValueAtPercentile(50) / NANOS_PER_MILLI,
        nanos.getValueAtPercentile(99) / NANOS_PER_MILLI);
  }

  double perSecond() {
    return count / seconds;
  }
}
