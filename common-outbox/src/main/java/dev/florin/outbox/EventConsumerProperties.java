package dev.florin.outbox;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often a record that cannot be processed is tried again before it goes to the dead letters.
 *
 * @param maxRetries tries after the first one
 * @param backoff before the first retry; doubles with each further one
 * @param maxBackoff where the doubling ends
 */
@ConfigurationProperties("florin.events.consumer")
record EventConsumerProperties(
    @DefaultValue("4") int maxRetries,
    @DefaultValue("200ms") Duration backoff,
    @DefaultValue("5s") Duration maxBackoff) {

  EventConsumerProperties {
    if (maxRetries < 0 || maxRetries > 20) {
      throw new IllegalArgumentException(
          "florin.events.consumer: max-retries must be between 0 and 20");
    }
    if (!backoff.isPositive() || maxBackoff.compareTo(backoff) < 0) {
      throw new IllegalArgumentException(
          "florin.events.consumer: backoff must be positive and not above max-backoff");
    }
  }
}
