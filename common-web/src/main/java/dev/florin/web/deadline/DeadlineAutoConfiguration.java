package dev.florin.web.deadline;

import dev.florin.web.problem.ProblemAutoConfiguration;
import dev.florin.web.problem.Problems;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/** The deadline of every API request. */
@AutoConfiguration(after = ProblemAutoConfiguration.class)
@ConditionalOnProperty(name = "florin.web.deadline.enabled", matchIfMissing = true)
@EnableConfigurationProperties(DeadlineProperties.class)
public final class DeadlineAutoConfiguration {

  /** After the observation filter, so that a refusal has a trace; before everything that works. */
  private static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 100;

  @Bean
  FilterRegistrationBean<DeadlineFilter> deadlineFilter(
      DeadlineProperties properties, Problems problems, ObjectProvider<MeterRegistry> meters) {
    var telemetry = new DeadlineTelemetry(meters.getIfAvailable(SimpleMeterRegistry::new));
    var filter =
        new FilterRegistrationBean<>(new DeadlineFilter(properties.budget(), problems, telemetry));
    filter.addUrlPatterns("/api/*", "/internal/*");
    filter.setOrder(ORDER);
    return filter;
  }
}
