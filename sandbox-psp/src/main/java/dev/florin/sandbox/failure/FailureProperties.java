package dev.florin.sandbox.failure;

import org.hibernate.validator.constraints.Range;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How often the provider fails.
 *
 * @param failureRate percentage of API requests that are answered 503 and not processed
 */
@Validated
@ConfigurationProperties("florin.sandbox")
record FailureProperties(@Range(min = 0, max = 100) @DefaultValue("0") int failureRate) {}
