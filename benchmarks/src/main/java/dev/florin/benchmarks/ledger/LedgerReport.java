package dev.florin.benchmarks.ledger;

import dev.florin.benchmarks.Median;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What a run has shown; what was not measured is null. */
final class LedgerReport {

  final Series engineUniform = new Series("engine, all accounts");
  final Series engineHot = new Series("engine, one account");
  final Series pgbenchUniform = new Series("pgbench, all accounts");
  final Series pgbenchHot = new Series("pgbench, one account");
  final Series engineEmpty = new Series("engine, empty ledger");
  final Series engineFull = new Series("engine, full ledger");
  final Series http = new Series("HTTP API, all accounts");
  final List<LoneRound> lone = new ArrayList<>();

  void print(PrintWriter out) {
    out.printf("%n%-34s %9s %9s %9s  %s%n", "", "posts/s", "P50 ms", "P99 ms", "CPU per post, µs");
    series().forEach(series -> row(out, series));
    if (!lone.isEmpty()) {
      row(out, "one at a time, through the queue", lone.stream().map(LoneRound::queued).toList());
      row(out, "one at a time, around the queue", lone.stream().map(LoneRound::unbatched).toList());
    }
    out.println();
    ratio(out, "engine / pgbench, all accounts", engineUniform, pgbenchUniform);
    ratio(out, "engine / pgbench, one account", engineHot, pgbenchHot);
    ratio(out, "one account / all accounts", engineHot, engineUniform);
    ratio(out, "full / empty ledger", engineFull, engineEmpty);
    if (!lone.isEmpty()) {
      ratio(out, "P99 through / around the queue", lone.stream().map(LoneRound::p99Ratio).toList());
    }
    out.println();
    out.println(json());
    out.flush();
  }

  /** One line, for programs. */
  String json() {
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    line.put("uniform_per_s", perSecond(engineUniform));
    line.put("hot_per_s", perSecond(engineHot));
    line.put("pgbench_uniform_per_s", perSecond(pgbenchUniform));
    line.put("pgbench_hot_per_s", perSecond(pgbenchHot));
    line.put(
        "lone_p99_ratio", lone.isEmpty() ? null : hundredths(Median.of(lone, LoneRound::p99Ratio)));
    line.put(
        "full_vs_empty",
        engineFull.isMeasured() ? hundredths(Median.of(engineFull.over(engineEmpty))) : null);
    line.put("http_per_s", perSecond(http));
    return JsonMapper.shared().writeValueAsString(line);
  }

  private List<Series> series() {
    return Stream.of(
            engineUniform, pgbenchUniform, engineHot, pgbenchHot, engineEmpty, engineFull, http)
        .filter(Series::isMeasured)
        .toList();
  }

  private static void row(PrintWriter out, Series series) {
    String cpu =
        series.cpuMicros().entrySet().stream()
            .map(entry -> "%s %.0f".formatted(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining("  "));
    if (series.refused() > 0) {
      cpu += "  (%,d turned away)".formatted(series.refused());
    }
    out.printf(
        Locale.ROOT,
        "%-34s %,9.0f %9.2f %9.2f  %s%n",
        series.name(),
        series.perSecond(),
        series.p50Millis(),
        series.p99Millis(),
        cpu);
  }

  private static void row(PrintWriter out, String name, List<Round> rounds) {
    out.printf(
        Locale.ROOT,
        "%-34s %9s %9.2f %9.2f%n",
        name,
        "",
        Median.of(rounds, Round::p50Millis),
        Median.of(rounds, Round::p99Millis));
  }

  private static void ratio(PrintWriter out, String name, Series one, Series other) {
    if (one.isMeasured() && other.isMeasured()) {
      ratio(out, name, one.over(other));
    }
  }

  private static void ratio(PrintWriter out, String name, List<Double> rounds) {
    String each =
        rounds.stream()
            .map(round -> "%.2f".formatted(round))
            .collect(Collectors.joining(" ", "rounds: ", ""));
    out.printf(Locale.ROOT, "%-34s %8.2fx  %s%n", name, Median.of(rounds), each);
  }

  private static @Nullable Long perSecond(Series series) {
    return series.isMeasured() ? Math.round(series.perSecond()) : null;
  }

  private static double hundredths(double figure) {
    return Math.round(figure * 100) / 100.0;
  }
}
