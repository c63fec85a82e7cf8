package dev.florin.gateway.overload;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How many changes the services may have to work on at once, and how many may wait for that.
 *
 * @param target what nine of ten changes are to take at most, without the time at third parties;
 *     when they take longer the limit falls
 * @param initial the limit at the start
 * @param min the limit never falls below it
 * @param max the limit never rises above it
 * @param line how many may wait for a place when nobody was turned away lately
 * @param longestWait how long one waits for a place at most; of the request's ten seconds the
 *     services need most
 */
@Validated
@ConfigurationProperties("florin.gateway.overload")
record OverloadProperties(
    @NotNull @DefaultValue("150ms") Duration target,
    @Positive @DefaultValue("16") int initial,
    @Positive @DefaultValue("4") int min,
    @Positive @DefaultValue("256") int max,
    @Positive @DefaultValue("50") int line,
    @NotNull @DefaultValue("3s") Duration longestWait) {

  @AssertTrue(message = "must have min <= initial <= max") boolean isOrdered() {
    return min <= initial && initial <= max;
  }
}
