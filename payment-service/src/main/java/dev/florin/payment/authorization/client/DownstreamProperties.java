package dev.florin.payment.authorization.client;

import dev.florin.web.client.ServiceClientProperties;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/** Where the three services behind a payment are, and how long each may take. */
@Validated
@ConfigurationProperties("florin.payment.clients")
record DownstreamProperties(
    @NotNull @Valid ServiceClientProperties risk,
    @NotNull @Valid ServiceClientProperties account,
    @NotNull @Valid ServiceClientProperties channel) {}
