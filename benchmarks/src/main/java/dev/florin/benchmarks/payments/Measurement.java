package dev.florin.benchmarks.payments;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SynchronizedHistogram;

/**
 * What a run has shown: latencies in microseconds from the due time by status, late and dropped.
 */
final class Measurement {

  private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(2);
  private static final int DIGITS = 3;

  private final Map<String, Histogram> latencyMicros = new ConcurrentHashMap<>();
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
    latencyMicros
        .computeIfAbsent(status, _ -> new SynchronizedHistogram(LONGEST_MICROS, DIGITS))
        .recordValue(Math.min(TimeUnit.NANOSECONDS.toMicros(latencyNanos), LONGEST_MICROS));
    if (wasLate) {
      late.increment();
    }
  }

  void dropped() {
    dropped.increment();
  }

  long answeredCount() {
    return all(_ -> true).getTotalCount();
  }

  long lateCount() {
    return late.sum();
  }

  long droppedCount() {
    return dropped.sum();
  }

  /** Answers per status, such as {@code 201} or {@code ConnectException}. */
  Map<String, Long> statuses() {
    Map<String, Long> counts = new TreeMap<>();
    latencyMicros.forEach((status, latencies) -> counts.put(status, latencies.getTotalCount()));
    return counts;
  }

  /** Everything that was not a payment made: other statuses and failures. */
  long errorCount() {
    return answeredCount() - statuses().getOrDefault("201", 0L);
  }

  double millisAt(double percentile) {
    return millisAt(percentile, _ -> true);
  }

  /** Of the answers with such a status; zero if there is none. */
  double millisAt(double percentile, Predicate<String> status) {
    return all(status).getValueAtPercentile(percentile) / 1_000.0;
  }

  /** How many answers with such a status took no longer. */
  long countWithin(Duration time, Predicate<String> status) {
    return all(status).getCountBetweenValues(0, TimeUnit.NANOSECONDS.toMicros(time.toNanos()));
  }

  double maxMillis() {
    return all(_ -> true).getMaxValue() / 1_000.0;
  }

  double answeredPerSecond() {
    return answeredCount() / elapsedSeconds();
  }

  double elapsedSeconds() {
    return elapsedNanos / 1e9;
  }

  private Histogram all(Predicate<String> status) {
    Histogram sum = new Histogram(LONGEST_MICROS, DIGITS);
    latencyMicros.forEach(
        (name, latencies) -> {
          if (status.test(name)) {
            sum.add(latencies);
          }
        });
    return sum;
  }
}
