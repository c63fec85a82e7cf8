package dev.florin.risk.assessment;

import dev.florin.risk.rule.Decision;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Counts decisions, and tells the share of denials among the last thousand. */
@Component
final class RiskMetrics {

  private static final int REMEMBERED = 1_000;

  private final Map<Decision, Counter> assessments = new EnumMap<>(Decision.class);
  private final BitSet denials = new BitSet(REMEMBERED);
  private long seen;

  RiskMetrics(MeterRegistry meters) {
    for (Decision decision : Decision.values()) {
      assessments.put(
          decision,
          Counter.builder("risk.assessments")
              .description("Assessments by decision; a repeated one counts once")
              .tag("decision", decision.name().toLowerCase(Locale.ROOT))
              .register(meters));
    }
    Gauge.builder("risk.rejection_rate", this, RiskMetrics::rejectionRate)
        .description("Share of denials among the last 1,000 assessments of this process")
        .register(meters);
  }

  void count(Decision decision) {
    Counter counter = assessments.get(decision);
    if (counter != null) {
      counter.increment();
    }
    remember(decision == Decision.DENY);
  }

  private synchronized void remember(boolean denied) {
    denials.set((int) (seen % REMEMBERED), denied);
    seen++;
  }

  synchronized double rejectionRate() {
    return seen == 0 ? 0 : (double) denials.cardinality() / Math.min(seen, REMEMBERED);
  }
}
