package dev.florin.payment.authorization.client;

import dev.florin.web.client.ServiceClientProperties;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.Range;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where the three services behind a payment are, and how long each may take.
 *
 * @param repeatPercentage how many calls to account-service are repeated at most, of a hundred that
 *     had no answer or another end
 * @param repeatBurst how many such repetitions are saved up at most
 */
@Validated
@ConfigurationProperties("florin.payment.clients")
record DownstreamProperties(
    @NotNull @Valid ServiceClientProperties risk,
    @NotNull @Valid ServiceClientProperties account,
    @NotNull @Valid ServiceClientProperties channel,
    @Range(min = 0, max = 100) @DefaultValue("20") int repeatPercentage,
    @Range(min = 0, max = 1000) @DefaultValue("10") int repeatBurst) {}
