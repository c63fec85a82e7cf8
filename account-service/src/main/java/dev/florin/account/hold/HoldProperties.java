package dev.florin.account.hold;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the sweep that frees lapsed holds.
 *
 * @param sweepInterval the pause between two sweeps; a lapsed hold can be posted no more even
 *     before it is swept up, so this decides only when the money is free again
 * @param sweepPage how many holds a sweep reads and frees at a time
 */
@Validated
@ConfigurationProperties("florin.account.hold")
record HoldProperties(
    @NotNull @DurationMin(millis = 100) @DefaultValue("5s") Duration sweepInterval,
    @DefaultValue("50") @Min(1) @Max(1000) int sweepPage) {}
