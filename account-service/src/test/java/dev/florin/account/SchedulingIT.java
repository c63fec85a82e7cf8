package dev.florin.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.config.ScheduledTaskHolder;

@AccountServiceTest
class SchedulingIT {

  private final ThreadPoolTaskScheduler scheduler;
  private final List<ScheduledTaskHolder> holders;

  @Autowired
  SchedulingIT(ThreadPoolTaskScheduler scheduler, List<ScheduledTaskHolder> holders) {
    this.scheduler = scheduler;
    this.holders = holders;
  }

  @Test
  void everyJobHasAThread() {
    long jobs =
        holders.stream()
            .map(ScheduledTaskHolder::getScheduledTasks)
            .mapToLong(Collection::size)
            .sum();

    assertThat(jobs).isPositive();
    assertThat(scheduler.getScheduledThreadPoolExecutor().getCorePoolSize())
        .isGreaterThanOrEqualTo((int) jobs);
  }
}
