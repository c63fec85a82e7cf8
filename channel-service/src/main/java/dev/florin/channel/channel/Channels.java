package dev.florin.channel.channel;

import dev.florin.web.client.RetryBudget;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedBulkheadMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** The providers this service can pay at, by name, each guarded. */
@Component
public class Channels {

  private final SequencedMap<String, GuardedChannel> byName = new TreeMap<>();
  private final GuardedChannel route;

  Channels(
      List<Channel> adapters,
      ChannelProperties properties,
      ChannelTelemetry telemetry,
      MeterRegistry meters) {
    var breakers = CircuitBreakerRegistry.of(breakerConfig(properties));
    var bulkheads = BulkheadRegistry.of(bulkheadConfig(properties));
    for (Channel adapter : adapters) {
      String name = adapter.name();
      byName.put(
          name,
          new GuardedChannel(
              adapter,
              breakers.circuitBreaker(name),
              bulkheads.bulkhead(name),
              new RetryBudget(properties.retryPercentage(), properties.retryBurst()),
              properties.answerReserve(),
              telemetry));
    }
    TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(breakers).bindTo(meters);
    TaggedBulkheadMetrics.ofBulkheadRegistry(bulkheads).bindTo(meters);
    this.route = named(properties.route());
  }

  /** The channel that takes a new attempt. */
  public GuardedChannel route() {
    return route;
  }

  /**
   * The channel that an attempt was sent to.
   *
   * @throws IllegalArgumentException if this service has no such channel
   */
  public final GuardedChannel named(String name) {
    GuardedChannel channel = byName.get(name);
    if (channel == null) {
      throw new IllegalArgumentException("no channel " + name + "; there are " + byName.keySet());
    }
    return channel;
  }

  /** All channels, by name. */
  public Collection<GuardedChannel> all() {
    return byName.values();
  }

  private static CircuitBreakerConfig breakerConfig(ChannelProperties properties) {
    return CircuitBreakerConfig.custom()
        .slidingWindowSize(properties.slidingWindow())
        .minimumNumberOfCalls(properties.minimumCalls())
        .failureRateThreshold(properties.failureRateThreshold())
        .waitDurationInOpenState(properties.openFor())
        .permittedNumberOfCallsInHalfOpenState(5)
        .recordResult(GuardedChannel::isSick)
        .build();
  }

  private static BulkheadConfig bulkheadConfig(ChannelProperties properties) {
    return BulkheadConfig.custom()
        .maxConcurrentCalls(properties.maxConcurrentCalls())
        .maxWaitDuration(Duration.ZERO)
        .build();
  }
}
