package dev.florin.gateway.security;

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
 * @param uri identity-service's list
 * @param interval how long it waits after one answer before it asks again; with the timeout the
 *     bound within which a revoked token is refused
 * @param timeout how long it waits for a connection, and for an answer
 */
@Validated
@ConfigurationProperties("florin.gateway.revocation")
record RevocationProperties(
    @NotNull URI uri,
    @NotNull @DurationMax(seconds = 3) @DefaultValue("2s") Duration interval,
    @NotNull @DurationMax(seconds = 1) @DefaultValue("1s") Duration timeout) {}
