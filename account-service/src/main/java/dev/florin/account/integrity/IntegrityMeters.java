package dev.florin.account.integrity;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.math.BigDecimal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** What alerts watch. A gauge appears with the first look at what it shows. */
final class IntegrityMeters {

  private final MeterRegistry registry;
  private final Map<String, AtomicReference<BigDecimal>> imbalances = new ConcurrentHashMap<>();
  private final Map<Invariant, AtomicLong> holds = new ConcurrentHashMap<>();
  private final AtomicLong checkedAtMillis = new AtomicLong();

  IntegrityMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Minor units by currency. */
  void imbalances(Map<String, BigDecimal> sums) {
    sums.forEach((currency, net) -> imbalances.computeIfAbsent(currency, this::imbalance).set(net));
  }

  void show(IntegrityReport report) {
    for (IntegrityReport.Finding finding : report.invariants()) {
      holds.computeIfAbsent(finding.invariant(), this::holds).set(finding.holds() ? 1 : 0);
    }
    if (checkedAtMillis.getAndSet(report.checkedAt().toEpochMilli()) == 0) {
      TimeGauge.builder(
              "ledger.integrity.checked", checkedAtMillis, TimeUnit.MILLISECONDS, AtomicLong::get)
          .description("when the ledger was looked at last, since the epoch")
          .register(registry);
    }
  }

  private AtomicReference<BigDecimal> imbalance(String currency) {
    var net = new AtomicReference<>(BigDecimal.ZERO);
    Gauge.builder("ledger.imbalance", net, value -> value.get().doubleValue())
        .description("what all balances of a currency sum to, in minor units; zero is good")
        .tag("currency", currency)
        .register(registry);
    return net;
  }

  private AtomicLong holds(Invariant invariant) {
    AtomicLong value = new AtomicLong();
    Gauge.builder("ledger.integrity.holds", value, AtomicLong::get)
        .description("1 while no breach of the invariant is known")
        .tag("invariant", invariant.name())
        .register(registry);
    return value;
  }
}
