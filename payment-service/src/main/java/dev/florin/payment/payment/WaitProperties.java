package dev.florin.payment.payment;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * For how long a payment waits for somebody.
 *
 * @param review for a person's decision
 * @param action for what the payer has to do
 */
@Validated
@ConfigurationProperties("florin.payment.wait")
record WaitProperties(
    @NotNull @DurationMin(seconds = 1) @DefaultValue("7d") Duration review,
    @NotNull @DurationMin(seconds = 1) @DefaultValue("1h") Duration action) {}
