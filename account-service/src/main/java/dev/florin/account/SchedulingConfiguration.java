package dev.florin.account;

import java.time.Duration;
import org.springframework.boot.task.ThreadPoolTaskSchedulerBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** Work that no request asks for. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class SchedulingConfiguration {

  /** One for each job, so that none waits for another that is slow just then. */
  private static final int THREADS = 6;

  /** For what did not end within the shutdown's own limit and is interrupted then. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  /**
   * At the shutdown nothing begins any more, and what runs is waited for before anything that it
   * uses is closed. (The builder's {@code awaitTermination} would let jobs begin until then.)
   */
  @Bean
  ThreadPoolTaskScheduler taskScheduler(ThreadPoolTaskSchedulerBuilder builder) {
    return builder
        .poolSize(THREADS)
        .threadNamePrefix("scheduled-")
        .awaitTerminationPeriod(GRACE)
        .build();
  }
}
