package dev.florin.web.client;

import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where another process is and how long it may take.
 *
 * @param baseUrl scheme, host and port
 * @param connectTimeout how long to wait for a connection, from the pool or anew
 * @param timeout how long to wait for the answer; a sooner deadline wins
 */
public record ServiceClientProperties(
    @NotNull URI baseUrl,
    @NotNull @DefaultValue("500ms") Duration connectTimeout,
    @NotNull @DefaultValue("2s") Duration timeout) {}
