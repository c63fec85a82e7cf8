package dev.florin.benchmarks.ledger;

import dev.florin.benchmarks.Median;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rounds of one kind, and the processor time that they took of each process. */
final class Series {

  private static final double MICROS_PER_SECOND = 1e6;

  private final String name;
  private final List<Round> rounds = new ArrayList<>();
  private final Map<String, Duration> cpu = new LinkedHashMap<>();

  Series(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  boolean isMeasured() {
    return !rounds.isEmpty();
  }

  void add(Round round, Map<String, Duration> used) {
    rounds.add(round);
    used.forEach((process, time) -> cpu.merge(process, time, Duration::plus));
  }

  /** Posts that were turned away, in all rounds. */
  long refused() {
    return rounds.stream().mapToLong(Round::refused).sum();
  }

  double perSecond() {
    return Median.of(rounds, Round::perSecond);
  }

  double p50Millis() {
    return Median.of(rounds, Round::p50Millis);
  }

  double p99Millis() {
    return Median.of(rounds, Round::p99Millis);
  }

  /** Microseconds of processor time per post. */
  Map<String, Double> cpuMicros() {
    long posts = rounds.stream().mapToLong(Round::count).sum();
    Map<String, Double> micros = new LinkedHashMap<>();
    cpu.forEach(
        (process, time) -> micros.put(process, time.toNanos() / 1e9 * MICROS_PER_SECOND / posts));
    return micros;
  }

  /** Round by round, this rate over the other's. */
  List<Double> over(Series other) {
    List<Double> ratios = new ArrayList<>();
    for (int n = 0; n < Math.min(rounds.size(), other.rounds.size()); n++) {
      ratios.add(rounds.get(n).perSecond() / other.rounds.get(n).perSecond());
    }
    return ratios;
  }
}
