package dev.florin.gateway.security;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How this gateway learns which tokens are revoked.
 *
 * @param uri identity-service's list, at one address
 * @param interval how long it waits after one answer before it asks again; with the timeout the
 *     bound within which a revoked token is refused
 * @param timeout how long it waits for a connection, and for an answer
 */
@Validated
@ConfigurationProperties("florin.gateway.revocation")
record RevocationProperties(
    @NotNull URI uri,
    @NotNull @DurationMax(seconds = 3) @DefaultValue("2s") Duration interval,
    @NotNull @DurationMax(seconds = 1) @DefaultValue("1s") Duration timeout) {

  /** Several addresses with commas between parse as a URI, of no host. */
  @AssertTrue(
      message =
          "florin.gateway.revocation.uri must have one host; several instances of identity-service"
              + " go into florin.gateway.backends.identity only")
  boolean isOfOneHost() {
    return uri == null || uri.getHost() != null;
  }
}
