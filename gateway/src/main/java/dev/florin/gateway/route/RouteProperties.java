package dev.florin.gateway.route;

import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Where the services are and how long the edge waits for them.
 *
 * @param backends the base address of each service
 * @param maxBody the longest request body
 * @param timeout for a whole request, up to the last byte of the answer
 * @param connectTimeout for a new connection
 * @param leaseTimeout for a connection from the pool, while the most are in use
 * @param maxConnections to one service, and requests to it that are under way
 * @param breaker when a service is left alone
 */
@Validated
@ConfigurationProperties("florin.gateway")
record RouteProperties(
    @NotNull Map<Backend, URI> backends,
    @NotNull @DefaultValue("64KB") DataSize maxBody,
    @NotNull @DefaultValue("10s") Duration timeout,
    @NotNull @DefaultValue("500ms") Duration connectTimeout,
    @NotNull @DefaultValue("1s") Duration leaseTimeout,
    @Positive @DefaultValue("256") int maxConnections,
    @NotNull @Valid @DefaultValue Breaker breaker) {

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

  @AssertTrue(message = "must name every service") boolean isComplete() {
    return backends.keySet().equals(EnumSet.allOf(Backend.class));
  }

  URI uri(Backend backend) {
    URI uri = backends.get(backend);
    if (uri == null) {
      throw new IllegalStateException("no address of " + backend);
    }
    return uri;
  }
}
