package dev.florin.channel.attempt;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How attempts are claimed.
 *
 * @param lease how long one process may send or ask before another takes over; longer than the
 *     hop's deadline of 3 s, after which the first one sends nothing any more
 */
@Validated
@ConfigurationProperties("florin.channel.attempt")
record AttemptProperties(@NotNull @DurationMin(seconds = 4) @DefaultValue("5s") Duration lease) {}
