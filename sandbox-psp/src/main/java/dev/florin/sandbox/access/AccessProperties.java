package dev.florin.sandbox.access;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Who may call.
 *
 * @param apiKey the secret that callers send as a bearer token
 */
@Validated
@ConfigurationProperties("florin.sandbox.access")
record AccessProperties(
    @NotNull @Pattern(
            // Not the placeholder that stays when nobody fills it in, and not empty.
            regexp = "(?!\\s*$|\\$\\{).+",
            message = "must be set: FLORIN_SANDBOX_PSP_API_KEY")
        String apiKey) {}
