package dev.florin.payment.authorization;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The time a request may take.
 *
 * @param budget for the remote calls of one run, if the request's own deadline is not sooner; well
 *     within the shortest lease
 * @param reserve what is kept of the request's time for writing down how it ended
 */
@Validated
@ConfigurationProperties("florin.payment.authorization")
record AuthorizationProperties(
    @NotNull @DurationMin(millis = 1) @DurationMax(seconds = 5) @DefaultValue("5s") Duration budget,
    @NotNull @DurationMin @DefaultValue("300ms") Duration reserve) {}
