package dev.florin.benchmarks.payments;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SynchronizedHistogram;

/**
 * What a run has shown: latencies in microseconds from the due time, statuses, late and dropped.
 */
final class Measurement {

  private final Histogram latencyMicros =
      new SynchronizedHistogram(TimeUnit.MINUTES.toMicros(2), 3);
  private final Map<String, Long> statuses = new TreeMap<>();
  private final LongAdder late = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private long beganNanos;
  private long elapsedNanos;

  void begin() {
    beganNanos = System.nanoTime();
  }

  void end() {
    elapsedNanos = System.nanoTime() - beganNanos;
  }

  void answered(String status, long latencyNanos, boolean wasLate) {
    latencyMicros.recordValue(
        Math.min(
            TimeUnit.NANOSECONDS.toMicros(latencyNanos), latencyMicros.getHighestTrackableValue()));
    synchronized (statuses) {
      statuses.merge(status, 1L, Long::sum);
    }
    if (wasLate) {
      late.increment();
    }
  }

  void dropped() {
    dropped.increment();
  }

  long answeredCount() {
    return latencyMicros.getTotalCount();
  }

  long lateCount() {
    return late.sum();
  }

  long droppedCount() {
    return dropped.sum();
  }

  /** Answers per status, such as {@code 201} or {@code ConnectException}. */
  Map<String, Long> statuses() {
    synchronized (statuses) {
      return new TreeMap<>(statuses);
    }
  }

  /** Everything that was not a payment made: other statuses and failures. */
  long errorCount() {
    return answeredCount() - statuses().getOrDefault("201", 0L);
  }

  double millisAt(double percentile) {
    return latencyMicros.getValueAtPercentile(percentile) / 1_000.0;
  }

  double maxMillis() {
    return latencyMicros.getMaxValue() / 1_000.0;
  }

  double answeredPerSecond() {
    return answeredCount() / (elapsedNanos / 1e9);
  }
}
