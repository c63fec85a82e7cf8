package dev.florin.gateway.ratelimit;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/**
 * One limiter for merchants and one for addresses, on one connection to Redis, and one without it.
 */
@Configuration(proxyBeanMethods = false)
class RateLimitConfiguration {

  /** Inside the filter that words refusals, before the one that verifies tokens. */
  private static final int INSIDE_EDGE = Ordered.HIGHEST_PRECEDENCE + 60;

  @Bean
  RedisBuckets redisBuckets(RateLimitProperties properties) {
    return new RedisBuckets(properties);
  }

  @Bean
  RateLimits rateLimits(RedisBuckets redis, RateLimitProperties limits, MeterRegistry meters) {
    return new RateLimits(
        new RateLimiter(redis, limits.merchant(), "merchant", limits.retryAfter(), meters),
        new RateLimiter(redis, limits.address(), "address", limits.retryAfter(), meters));
  }

  @Bean
  FilterRegistrationBean<SourceLimit> sourceLimit(RateLimitProperties limits) {
    var filter = new FilterRegistrationBean<>(new SourceLimit(limits.source()));
    filter.setOrder(INSIDE_EDGE);
    return filter;
  }
}
