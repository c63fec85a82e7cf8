package dev.florin.gateway.security;

import jakarta.validation.constraints.Positive;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What the edge takes on.
 *
 * @param maxInFlight requests under way at once, waiting ones included
 * @param trustTraceparent whether a request from outside may continue the trace that it names; if
 *     not, it starts one that is linked to it
 */
@Validated
@ConfigurationProperties("florin.gateway.edge")
record EdgeProperties(
    @Positive @DefaultValue("512") int maxInFlight,
    @DefaultValue("false") boolean trustTraceparent) {}
