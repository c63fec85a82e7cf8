package dev.florin.account.transfer;

import java.time.Duration;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.FixedDelayTask;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;

/** Forgets keys whose time to be repeated has passed, in small bites and a few at a time. */
@Component
class KeyRetention implements SchedulingConfigurer {

  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final Duration INITIAL_DELAY = Duration.ofMinutes(5);
  private static final int BITE = 1_000;
  private static final int MAX_BITES = 60;

  private final Transfers transfers;
  private final TransferProperties properties;

  KeyRetention(Transfers transfers, TransferProperties properties) {
    this.transfers = transfers;
    this.properties = properties;
  }

  @Override
  public void configureTasks(ScheduledTaskRegistrar tasks) {
    tasks.addFixedDelayTask(new FixedDelayTask(this::forgetOldKeys, INTERVAL, INITIAL_DELAY));
  }

  void forgetOldKeys() {
    int bites = 0;
    int forgotten;
    do {
      forgotten = transfers.forgetKeys(properties.keyRetention(), BITE);
      bites++;
    } while (forgotten == BITE && bites < MAX_BITES);
  }
}
