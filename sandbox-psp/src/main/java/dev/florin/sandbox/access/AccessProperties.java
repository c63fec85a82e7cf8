package dev.florin.sandbox.access;

import jakarta.validation.constraints.NotBlank;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Who may call.
 *
 * @param apiKey the secret that callers send as a bearer token
 */
@Validated
@ConfigurationProperties("florin.sandbox.access")
record AccessProperties(@NotBlank String apiKey) {}
