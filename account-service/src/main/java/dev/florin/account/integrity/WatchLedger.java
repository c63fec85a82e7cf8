package dev.florin.account.integrity;

import java.time.Duration;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.FixedDelayTask;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;

/** Looks at the ledger all the time, but for a tenth of the time at most. */
@Configuration(proxyBeanMethods = false)
class WatchLedger implements SchedulingConfigurer {

  private static final int REST_PER_WORK = 9;

  private final IntegrityChecker checker;
  private final IntegrityProperties properties;
  private long restsUntil = System.nanoTime();

  WatchLedger(IntegrityChecker checker, IntegrityProperties properties) {
    this.checker = checker;
    this.properties = properties;
  }

  @Override
  public void configureTasks(ScheduledTaskRegistrar tasks) {
    tasks.addFixedDelayTask(new FixedDelayTask(this::look, properties.interval(), Duration.ZERO));
  }

  private void look() {
    long began = System.nanoTime();
    if (began - restsUntil < 0) {
      return;
    }
    try {
      checker.check();
    } finally {
      long ended = System.nanoTime();
      restsUntil = ended + REST_PER_WORK * (ended - began);
    }
  }
}
