package dev.florin.payment.authorization;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What is small.
 *
 * @param limits the largest amount by currency, in major units; a currency without one has no small
 *     amounts
 */
@Validated
@ConfigurationProperties("florin.payment.low-risk")
record LowRiskProperties(@NotNull @DefaultValue Map<String, @NotBlank String> limits) {}
