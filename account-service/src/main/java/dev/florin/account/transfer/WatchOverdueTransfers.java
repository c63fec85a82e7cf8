package dev.florin.account.transfer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.FixedDelayTask;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;

/**
 * Counts the transfers that no resumption has brought to an end, for an alert: a person should look
 * why. Every instance counts all of them, so take the maximum, not the sum.
 */
@Component
class WatchOverdueTransfers implements SchedulingConfigurer {

  private static final Duration INTERVAL = Duration.ofMinutes(1);

  private final OpenTransfers open;
  private final AtomicLong overdue = new AtomicLong();

  WatchOverdueTransfers(OpenTransfers open, MeterRegistry registry) {
    this.open = open;
    Gauge.builder("transfer.overdue", overdue, AtomicLong::get)
        .description("Open transfers that are older than the longest pause between two runs")
        .register(registry);
  }

  @Override
  public void configureTasks(ScheduledTaskRegistrar tasks) {
    tasks.addFixedDelayTask(new FixedDelayTask(this::look, INTERVAL, Duration.ZERO));
  }

  void look() {
    overdue.set(open.countOverdue());
  }
}
