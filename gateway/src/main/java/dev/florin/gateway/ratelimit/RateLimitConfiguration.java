package dev.florin.gateway.ratelimit;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** One limiter for merchants and one for addresses, on one connection to Redis. */
@Configuration(proxyBeanMethods = false)
class RateLimitConfiguration {

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
}
