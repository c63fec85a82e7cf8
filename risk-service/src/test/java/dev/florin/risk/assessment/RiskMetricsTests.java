package dev.florin.risk.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.risk.rule.Decision;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class RiskMetricsTests {

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final RiskMetrics metrics = new RiskMetrics(meters);

  @Test
  void theRejectionRateIsTheShareOfDenials() {
    assertThat(metrics.rejectionRate()).isZero();
    metrics.count(Decision.DENY);
    metrics.count(Decision.ALLOW);
    metrics.count(Decision.REVIEW);
    metrics.count(Decision.ALLOW);

    assertThat(meters.get("risk.rejection_rate").gauge().value()).isEqualTo(0.25);
    assertThat(meters.get("risk.assessments").tag("decision", "allow").counter().count())
        .isEqualTo(2);
  }

  @Test
  void theRejectionRateForgets() {
    for (int i = 0; i < 1_000; i++) {
      metrics.count(Decision.DENY);
    }
    assertThat(metrics.rejectionRate()).isEqualTo(1);
    for (int i = 0; i < 1_000; i++) {
      metrics.count(Decision.ALLOW);
    }
    assertThat(metrics.rejectionRate()).isZero();
  }
}
