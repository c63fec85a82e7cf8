package dev.florin.payment.payment;

import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * For how long a payment belongs to the worker that took it up, and when it is tried again.
 *
 * @param lease longer than any run of the saga can take
 * @param resumeAfter the pause after each run that left the outcome open; after the last one the
 *     payment is left to a person
 */
@Validated
@ConfigurationProperties("florin.payment.work")
record WorkProperties(
    @NotNull @DefaultValue("15s") Duration lease,
    @NotEmpty @DefaultValue({"5s", "30s", "2m", "10m", "1h", "6h", "1d"})
        List<Duration> resumeAfter) {

  /** The pause after the first run (0) or after a resumption (1, 2, …); empty when given up. */
  Optional<Duration> pauseAfter(int resumptions) {
    return resumptions < resumeAfter.size()
        ? Optional.of(resumeAfter.get(resumptions))
        : Optional.empty();
  }
}
