package dev.florin.payment.payment;

import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * For how long a payment belongs to the worker that took it up, and when it is tried again.
 *
 * @param lease longer than any run of the saga can take, with the time to write down how it ended
 * @param resumeAfter the pause after each run that left the outcome open; the last one is repeated
 */
@Validated
@ConfigurationProperties("florin.payment.work")
public record WorkProperties(
    @NotNull @DurationMin(seconds = 10) @DefaultValue("15s") Duration lease,
    @NotEmpty @DefaultValue({"5s", "30s", "2m", "10m", "1h", "6h", "1d"})
        List<Duration> resumeAfter) {

  /** How long an outcome is unknown when the last of the pauses is over. */
  public Duration allPauses() {
    return resumeAfter.stream().reduce(Duration.ZERO, Duration::plus);
  }

  /** The pause after the first try (0) or a later one (1, 2, …). */
  public Duration pauseAfter(int tries) {
    return resumeAfter.get(Math.min(tries, resumeAfter.size() - 1));
  }
}
