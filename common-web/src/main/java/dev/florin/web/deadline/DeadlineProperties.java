package dev.florin.web.deadline;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long this service takes at most for a request.
 *
 * @param budget the hop's budget; a shorter one sent by the caller wins
 */
@Validated
@ConfigurationProperties("florin.web.deadline")
record DeadlineProperties(@NotNull @DefaultValue("5s") Duration budget) {}
