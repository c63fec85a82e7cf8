package dev.florin.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What the relay reports. The gauges describe the whole table, so every instance of a service
 * reports the same: take the maximum, not the sum.
 */
final class RelayMetrics {

  private final Counter published;
  private final Counter failed;
  private volatile OutboxRows.Backlog backlog = new OutboxRows.Backlog(0, Duration.ZERO);

  RelayMetrics(MeterRegistry registry) {
    published =
        Counter.builder("outbox.published")
            .description("Events acknowledged by Kafka, repetitions included")
            .register(registry);
    failed =
        Counter.builder("outbox.publish.failures")
            .description("Sends that Kafka did not acknowledge")
            .register(registry);
    Gauge.builder("outbox.unpublished", this, metrics -> metrics.backlog.size())
        .description(
            "Committed events that wait for Kafka, counted up to " + OutboxRows.MAX_COUNTED)
        .register(registry);
    TimeGauge.builder(
            "outbox.oldest.age",
            this,
            TimeUnit.MILLISECONDS,
            metrics -> metrics.backlog.oldestAge().toMillis())
        .description("Age of the oldest committed event that waits for Kafka")
        .register(registry);
  }

  void published(int count) {
    published.increment(count);
  }

  void failed(int count) {
    failed.increment(count);
  }

  void backlog(OutboxRows.Backlog measured) {
    backlog = measured;
  }
}
