package dev.florin.gateway.route;

import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Where the services are and how long the edge waits for them.
 *
 * @param backends the base addresses of each service's instances
 * @param maxBody the longest request body
 * @param timeout for a whole request, up to the last byte of the answer
 * @param connectTimeout for a new connection
 * @param leaseTimeout for a connection from the pool, while the most are in use
 * @param maxConnections to one service, and requests to it that are under way
 * @param breaker when an instance is left alone
 * @param services what holds for one service instead
 */
@Validated
@ConfigurationProperties("florin.gateway")
record RouteProperties(
    @NotNull Map<Backend, List<URI>> backends,
    @NotNull @DefaultValue("64KB") DataSize maxBody,
    @NotNull @DefaultValue("10s") Duration timeout,
    @NotNull @DefaultValue("500ms") Duration connectTimeout,
    @NotNull @DefaultValue("1s") Duration leaseTimeout,
    @Positive @DefaultValue("256") int maxConnections,
    @NotNull @Valid @DefaultValue Breaker breaker,
    @NotNull @Valid @DefaultValue Map<Backend, Own> services) {

  /**
   * A breaker counts calls that got no answer; whatever a service answers is an answer.
   *
   * @param window how many of the last calls are looked at
   * @param minimumCalls fewer say nothing
   * @param failurePercent opens at this share of failures
   * @param openFor how long nothing is sent
   * @param trials how many calls then try whether it works again
   */
  record Breaker(
      @Positive @DefaultValue("50") int window,
      @Positive @DefaultValue("10") int minimumCalls,
      @Positive @DefaultValue("50") int failurePercent,
      @NotNull @DefaultValue("2s") Duration openFor,
      @Positive @DefaultValue("3") int trials) {}

  /**
   * One service's own settings; what is not said is as for all.
   *
   * @param timeout for a whole request; only shorter than the one for all is of any use
   * @param maxConnections to the service
   * @param breaker of each of its instances, as a whole
   */
  record Own(
      @Nullable Duration timeout,
      @Positive @Nullable Integer maxConnections,
      @Valid @Nullable Breaker breaker) {

    private static final Own NONE = new Own(null, null, null);
  }

  /** What holds for one service. */
  record Settings(Duration timeout, int maxConnections, Breaker breaker) {}

  @AssertTrue(message = "must name every service") boolean isComplete() {
    return backends == null
        || (backends.keySet().equals(EnumSet.allOf(Backend.class))
            && backends.values().stream().noneMatch(List::isEmpty));
  }

  List<URI> addresses(Backend backend) {
    return Objects.requireNonNull(backends.get(backend), backend::label);
  }

  Settings settings(Backend backend) {
    Own own = services.getOrDefault(backend, Own.NONE);
    return new Settings(
        Objects.requireNonNullElse(own.timeout(), timeout),
        Objects.requireNonNullElse(own.maxConnections(), maxConnections),
        Objects.requireNonNullElse(own.breaker(), breaker));
  }
}
