package dev.florin.payment.reconciliation;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.FixedDelayTask;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;

/** Counts the open cases. Every instance counts all of them, so take the maximum, not the sum. */
@Component
class WatchCases implements SchedulingConfigurer {

  private static final Duration INTERVAL = Duration.ofMinutes(1);

  private final Cases cases;
  private final AtomicLong open = new AtomicLong();

  WatchCases(Cases cases, MeterRegistry registry) {
    this.cases = cases;
    Gauge.builder("payment.cases.open", open, AtomicLong::get)
        .description("Reconciliation cases that nobody has closed")
        .register(registry);
  }

  @Override
  public void configureTasks(ScheduledTaskRegistrar tasks) {
    tasks.addFixedDelayTask(new FixedDelayTask(this::look, INTERVAL, Duration.ZERO));
  }

  void look() {
    open.set(cases.countOpen());
  }
}
