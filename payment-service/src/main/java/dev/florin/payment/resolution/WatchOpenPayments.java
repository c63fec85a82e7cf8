package dev.florin.payment.resolution;

import dev.florin.payment.resolution.ParkedWork.Measure;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.FixedDelayTask;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;

/**
 * Measures what alerts are made of: for how long the end of a payment has been unknown at most, and
 * how much is parked. Every instance measures all of it, so take the maximum, not the sum.
 */
@Component
public final class WatchOpenPayments implements SchedulingConfigurer {

  private static final Duration INTERVAL = Duration.ofSeconds(30);

  private final ParkedWork parked;
  private volatile Measure measured = new Measure(0, Duration.ZERO);

  WatchOpenPayments(ParkedWork parked, MeterRegistry registry) {
    this.parked = parked;
    TimeGauge.builder(
            "payment.unknown.age",
            this,
            TimeUnit.MILLISECONDS,
            watch -> watch.measured.longestUnknown().toMillis())
        .description("For how long the end of a payment has been unknown at most")
        .register(registry);
    Gauge.builder("payment.parked", this, watch -> watch.measured.parked())
        .description("Payments whose pauses are used up, for a person to look at")
        .register(registry);
  }

  @Override
  public void configureTasks(ScheduledTaskRegistrar tasks) {
    tasks.addFixedDelayTask(new FixedDelayTask(this::look, INTERVAL, Duration.ZERO));
  }

  /** Measures now. */
  public void look() {
    measured = parked.measure();
  }
}
