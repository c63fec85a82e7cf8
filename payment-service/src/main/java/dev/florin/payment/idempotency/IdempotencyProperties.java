package dev.florin.payment.idempotency;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long answers can be repeated.
 *
 * @param retention how long PostgreSQL keeps them; after it a key is new again, and only the
 *     merchant's own payment_id still refuses a second payment
 * @param cacheRetention how long Redis keeps them
 */
@Validated
@ConfigurationProperties("florin.payment.idempotency")
record IdempotencyProperties(
    @NotNull @DurationMin(hours = 24) @DefaultValue("30d") Duration retention,
    @NotNull @DefaultValue("24h") Duration cacheRetention) {}
