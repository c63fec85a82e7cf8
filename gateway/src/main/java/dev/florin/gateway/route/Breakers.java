package dev.florin.gateway.route;

import dev.florin.gateway.overload.TurnedAway;
import dev.florin.gateway.route.RouteProperties.Settings;
import dev.florin.web.client.CallFailures;
import dev.florin.web.client.CallOutcome;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedBulkheadMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClientException;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * One bulkhead per service, since one that is slow holds so many requests and no more; one circuit
 * breaker per instance, since one that does not answer is not asked for a while. Where there are
 * several, an answer that is an error of the server counts as none: an instance that fails fast has
 * the fewest requests under way and would get most of them. What could not be sent to one instance
 * goes to the next; what may have been carried out goes nowhere else.
 */
@Component
class Breakers {

  private final RouteProperties properties;
  private final CircuitBreakerRegistry registry = CircuitBreakerRegistry.ofDefaults();
  private final BulkheadRegistry bulkheads = BulkheadRegistry.ofDefaults();
  private final Map<Backend, Instances> instances;
  private final Counter turnedAway;

  Breakers(RouteProperties properties, MeterRegistry meters) {
    this.properties = properties;
    this.turnedAway = TurnedAway.BULKHEAD.counter(meters);
    this.instances =
        Arrays.stream(Backend.values())
            .collect(Collectors.toUnmodifiableMap(Function.identity(), this::instances));
    for (Backend backend : Backend.values()) {
      bulkheads.bulkhead(backend.label(), bulkhead(properties.settings(backend)));
    }
    TaggedBulkheadMetrics.ofBulkheadRegistry(bulkheads).bindTo(meters);
    TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(registry).bindTo(meters);
  }

  private Instances instances(Backend backend) {
    List<URI> addresses = properties.addresses(backend);
    boolean alone = addresses.size() == 1;
    Settings settings = properties.settings(backend);
    CircuitBreakerConfig breaker =
        alone
            ? breaker(settings.breaker()).build()
            : breaker(settings.breaker()).recordResult(Breakers::isServerError).build();
    return new Instances(
        addresses.stream()
            .map(
                address -> {
                  String name =
                      alone ? backend.label() : backend.label() + "@" + address.getRawAuthority();
                  return new Instance(
                      address,
                      registry.circuitBreaker(name, breaker),
                      settings.breaker().openFor(),
                      System::nanoTime);
                })
            .toList());
  }

  private static CircuitBreakerConfig.Builder breaker(RouteProperties.Breaker settings) {
    return CircuitBreakerConfig.custom()
        .slidingWindowType(SlidingWindowType.COUNT_BASED)
        .slidingWindowSize(settings.window())
        .minimumNumberOfCalls(settings.minimumCalls())
        .failureRateThreshold(settings.failurePercent())
        .waitDurationInOpenState(settings.openFor())
        .permittedNumberOfCallsInHalfOpenState(settings.trials());
  }

  private static boolean isServerError(Object answer) {
    return answer instanceof ServerResponse response && response.statusCode().is5xxServerError();
  }

  private BulkheadConfig bulkhead(Settings settings) {
    return BulkheadConfig.custom()
        .maxConcurrentCalls(settings.maxConnections())
        .maxWaitDuration(properties.leaseTimeout())
        .build();
  }

  /** A call to the instance at that base address, which may fail with what the client throws. */
  @FunctionalInterface
  interface Call<T> {
    T run(String base);
  }

  /** Runs the call, or refuses it while no breaker lets it pass or too many are under way. */
  <T> T run(Backend backend, Call<T> call) {
    try {
      return bulkheads
          .bulkhead(backend.label())
          .executeSupplier(() -> atOneInstance(backend, call));
    } catch (BulkheadFullException full) {
      turnedAway.increment();
      throw CallProblems.busy(backend);
    }
  }

  private <T> T atOneInstance(Backend backend, Call<T> call) {
    RestClientException unreached = null;
    for (Instance instance : instancesOf(backend).inOrder()) {
      if (instance.breaker().tryAcquirePermission()) {
        try {
          return throughBreaker(instance, call);
        } catch (RestClientException failure) {
          if (isPoolBusy(failure) || CallFailures.classify(failure) != CallOutcome.NOT_SENT) {
            throw failure;
          }
          instance.leaveOut();
          unreached = failure;
        }
      }
    }
    throw unreached == null
        ? CallProblems.notSent(backend, properties.settings(backend).breaker().openFor())
        : unreached;
  }

  private Instances instancesOf(Backend backend) {
    @Nullable Instances found = instances.get(backend);
    if (found == null) {
      throw new IllegalStateException("no instance of " + backend);
    }
    return found;
  }

  private static <T> T throughBreaker(Instance instance, Call<T> call) {
    CircuitBreaker breaker = instance.breaker();
    long start = System.nanoTime();
    instance.begin();
    try {
      T answer = call.run(instance.base());
      breaker.onResult(System.nanoTime() - start, TimeUnit.NANOSECONDS, answer);
      instance.takeBack();
      return answer;
    } catch (RestClientException failure) {
      if (isPoolBusy(failure)) {
        // Our own pool is busy: more load, not a reason to send nothing at all.
        breaker.releasePermission();
      } else {
        breaker.onError(System.nanoTime() - start, TimeUnit.NANOSECONDS, failure);
      }
      throw failure;
    } catch (RuntimeException ours) {
      breaker.releasePermission();
      throw ours;
    } finally {
      instance.end();
    }
  }

  private static boolean isPoolBusy(RestClientException failure) {
    return failure.getCause() instanceof ConnectionRequestTimeoutException;
  }
}
