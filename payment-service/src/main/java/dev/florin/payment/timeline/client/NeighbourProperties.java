package dev.florin.payment.timeline.client;

import dev.florin.web.client.ServiceClientProperties;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/** Where the services are that have a part in the story, and how long each may take to tell it. */
@Validated
@ConfigurationProperties("florin.payment.timeline")
record NeighbourProperties(
    @NotNull @Valid ServiceClientProperties risk,
    @NotNull @Valid ServiceClientProperties account,
    @NotNull @Valid ServiceClientProperties channel,
    @NotNull @Valid ServiceClientProperties notification) {}
