package dev.florin.sandbox.charge;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the simulation behaves.
 *
 * @param scriptedTimeout how long a scripted timeout keeps the caller waiting
 */
@Validated
@ConfigurationProperties("florin.sandbox")
record SandboxProperties(@NotNull @DefaultValue("10s") Duration scriptedTimeout) {}
