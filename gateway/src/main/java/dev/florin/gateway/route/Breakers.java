package dev.florin.gateway.route;

import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedBulkheadMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClientException;

/**
 * One circuit breaker and one bulkhead per service: one that does not answer is not asked for a
 * while, and one that is slow holds so many requests and no more.
 */
@Component
class Breakers {

  private final CircuitBreakerRegistry registry;
  private final BulkheadRegistry bulkheads;
  private final Duration openFor;

  Breakers(RouteProperties properties, MeterRegistry meters) {
    RouteProperties.Breaker settings = properties.breaker();
    this.openFor = settings.openFor();
    this.registry =
        CircuitBreakerRegistry.of(
            CircuitBreakerConfig.custom()
                .slidingWindowType(SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(settings.window())
                .minimumNumberOfCalls(settings.minimumCalls())
                .failureRateThreshold(settings.failurePercent())
                .waitDurationInOpenState(settings.openFor())
                .permittedNumberOfCallsInHalfOpenState(settings.trials())
                .build());
    this.bulkheads =
        BulkheadRegistry.of(
            BulkheadConfig.custom()
                .maxConcurrentCalls(properties.maxConnections())
                .maxWaitDuration(properties.leaseTimeout())
                .build());
    TaggedBulkheadMetrics.ofBulkheadRegistry(bulkheads).bindTo(meters);
    TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(registry).bindTo(meters);
  }

  /** A call that may fail with what the client throws. */
  @FunctionalInterface
  interface Call<T> {
    T run();
  }

  /** Runs the call, or refuses it while the breaker is open or too many others are under way. */
  <T> T run(Backend backend, Call<T> call) {
    try {
      return bulkheads
          .bulkhead(backend.label())
          .executeSupplier(() -> throughBreaker(backend, call));
    } catch (BulkheadFullException full) {
      throw CallProblems.busy(backend);
    }
  }

  private <T> T throughBreaker(Backend backend, Call<T> call) {
    CircuitBreaker breaker = registry.circuitBreaker(backend.label());
    if (!breaker.tryAcquirePermission()) {
      throw CallProblems.notSent(backend, openFor);
    }
    long start = System.nanoTime();
    try {
      T answer = call.run();
      breaker.onSuccess(System.nanoTime() - start, TimeUnit.NANOSECONDS);
      return answer;
    } catch (RestClientException failure) {
      if (failure.getCause() instanceof ConnectionRequestTimeoutException) {
        // Our own pool is busy: more load, not a reason to send nothing at all.
        breaker.releasePermission();
      } else {
        breaker.onError(System.nanoTime() - start, TimeUnit.NANOSECONDS, failure);
      }
      throw failure;
    } catch (RuntimeException ours) {
      breaker.releasePermission();
      throw ours;
    }
  }
}
