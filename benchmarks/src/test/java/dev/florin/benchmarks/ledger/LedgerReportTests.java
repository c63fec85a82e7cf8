package dev.florin.benchmarks.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerReportTests {

  private final LedgerReport report = new LedgerReport();

  @Test
  void itsLastLineIsJsonWithTheMedians() {
    report.engineUniform.add(round(1_000), Map.of());
    report.engineUniform.add(round(900), Map.of());
    report.engineUniform.add(round(10), Map.of());
    report.http.add(round(400), Map.of());
    report.lone.add(new LoneRound(round(1, 3.0), round(1, 2.5)));

    assertThat(printed().lines().toList().getLast())
        .isEqualTo(
            """
            {"uniform_per_s":900,"hot_per_s":null,"pgbench_uniform_per_s":null,\
            "pgbench_hot_per_s":null,"lone_p99_ratio":1.2,"full_vs_empty":null,"http_per_s":400}""");
  }

  @Test
  void ratiosComparePairsOfRounds() {
    report.engineEmpty.add(round(1_000), Map.of());
    report.engineFull.add(round(950), Map.of());
    report.engineEmpty.add(round(100), Map.of());
    report.engineFull.add(round(98), Map.of());
    report.engineEmpty.add(round(1_000), Map.of());
    report.engineFull.add(round(10), Map.of());

    assertThat(report.json()).contains("\"full_vs_empty\":0.95");
  }

  @Test
  void showsTheProcessorTimeOfEachProcessPerPost() {
    report.http.add(round(500), Map.of("service", Duration.ofMillis(100)));

    assertThat(printed()).contains("HTTP API").contains("service 200");
  }

  private String printed() {
    StringWriter text = new StringWriter();
    report.print(new PrintWriter(text));
    return text.toString();
  }

  private static Round round(int perSecond) {
    return round(perSecond, 1.0);
  }

  private static Round round(int perSecond, double p99Millis) {
    return new Round(perSecond, 0, 1.0, p99Millis / 2, p99Millis);
  }
}
