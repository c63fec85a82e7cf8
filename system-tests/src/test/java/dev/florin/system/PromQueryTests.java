package dev.florin.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromQueryTests {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "up | up",
        "sum by (job) (rate(a_total{x=\"b_total\",y=~\"c(d)\"}[5m])) / max(e) | a_total e",
        "a unless a offset 15m > 0 or vector(0) | a",
        "histogram_quantile(0.99, sum by (le) (rate(h_bucket[$__rate_interval]))) | h_bucket",
        "a * on (x) group_left (y) b and c:d:ratio_rate5m >= 1e3 | a b c:d:ratio_rate5m",
        "time() - max(s_seconds) | s_seconds"
      })
  void namesTheMetricsAndNothingElse(String query, String metrics) {
    assertThat(PromQuery.metrics(query)).containsExactlyInAnyOrder(metrics.split(" ", -1));
  }
}
