package dev.florin.account.integrity;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** What alerts watch. A gauge appears with the first look at what it shows. */
final class IntegrityMeters {

  private record Key(String name, Tags tags) {}

  private final MeterRegistry registry;
  private final Map<String, AtomicReference<BigDecimal>> imbalances = new ConcurrentHashMap<>();
  private final Map<Invariant, AtomicLong> holds = new ConcurrentHashMap<>();
  private final Map<Key, AtomicReference<BigDecimal>> standing = new ConcurrentHashMap<>();
  private final AtomicLong checkedAtMillis = new AtomicLong();

  IntegrityMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Minor units by currency. */
  void imbalances(Map<String, BigDecimal> sums) {
    sums.forEach((currency, net) -> imbalances.computeIfAbsent(currency, this::imbalance).set(net));
  }

  /** Minor units by account and currency. */
  void standings(List<Standing> standings) {
    for (Standing standing : standings) {
      Tags tags = Tags.of("account", standing.account(), "currency", standing.currency());
      set("ledger.balance", "what stands on the account, in minor units", tags, standing.posted());
      set("ledger.held", "what is reserved there, in minor units", tags, standing.held());
    }
  }

  private void set(String name, String description, Tags tags, BigDecimal value) {
    standing.computeIfAbsent(new Key(name, tags), key -> standing(key, description)).set(value);
  }

  private AtomicReference<BigDecimal> standing(Key key, String description) {
    var value = new AtomicReference<>(BigDecimal.ZERO);
    Gauge.builder(key.name(), value, it -> it.get().doubleValue())
        .description(description)
        .tags(key.tags())
        .register(registry);
    return value;
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
