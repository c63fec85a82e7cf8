package dev.florin.sandbox.charge;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the simulation behaves.
 *
 * @param publicUrl the address under which payers reach this provider
 * @param scriptedTimeout how long a scripted timeout keeps the caller waiting
 * @param scriptedDelay how long a slow answer takes
 * @param pendingFor after how long a pending charge is decided
 * @param finalityWindow how long after a request "not found" may still change, as promised to
 *     callers
 * @param lateBy how long after a "not found" beyond that window a late charge is booked all the
 *     same
 * @param lateAtMost when it is booked if nobody asks
 */
@Validated
@ConfigurationProperties("florin.sandbox")
record SandboxProperties(
    @NotNull @Pattern(regexp = "https?://[^\\s\"'<>]{1,200}[^/\\s\"'<>]") String publicUrl,
    @NotNull @DurationMax(seconds = 30) @DefaultValue("10s") Duration scriptedTimeout,
    @NotNull @DurationMax(seconds = 30) @DefaultValue("1500ms") Duration scriptedDelay,
    @NotNull @DefaultValue("2s") Duration pendingFor,
    @NotNull @DefaultValue("15s") Duration finalityWindow,
    @NotNull @DefaultValue("2s") Duration lateBy,
    @NotNull @DefaultValue("2m") Duration lateAtMost) {}
