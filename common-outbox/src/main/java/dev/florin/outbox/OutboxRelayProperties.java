package dev.florin.outbox;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the relay. Values that would break a promise are refused at start.
 *
 * @param enabled whether this instance publishes
 * @param pollInterval how long a committed row of another instance may wait unseen
 * @param batchSize rows read per partition and pass
 * @param lease how long a partition stays with a dead owner
 * @param sendTimeout how long one send may take, first to find the broker, then to be acknowledged
 * @param backoff how long a partition rests after its first failure; doubles with each further one
 * @param maxBackoff where the doubling ends
 * @param retention how long published rows are kept
 * @param purgeBatch how many published rows one purge deletes
 * @param purgeInterval how often it is looked for rows to purge
 * @param sampleInterval how often backlog and age are measured
 * @param shutdownTimeout how long a stop waits for the last batch
 */
@ConfigurationProperties("florin.outbox.relay")
record OutboxRelayProperties(
    @DefaultValue("false") boolean enabled,
    @DefaultValue("500ms") Duration pollInterval,
    @DefaultValue("100") int batchSize,
    @DefaultValue("20s") Duration lease,
    @DefaultValue("5s") Duration sendTimeout,
    @DefaultValue("500ms") Duration backoff,
    @DefaultValue("10s") Duration maxBackoff,
    @DefaultValue("7d") Duration retention,
    @DefaultValue("1000") int purgeBatch,
    @DefaultValue("1m") Duration purgeInterval,
    @DefaultValue("5s") Duration sampleInterval,
    @DefaultValue("15s") Duration shutdownTimeout) {

  OutboxRelayProperties {
    require(batchSize >= 1 && batchSize <= 1000, "batch-size must be between 1 and 1000");
    require(purgeBatch >= 1 && purgeBatch <= 10_000, "purge-batch must be between 1 and 10000");
    requirePositive(pollInterval, "poll-interval");
    requirePositive(sendTimeout, "send-timeout");
    requirePositive(backoff, "backoff");
    requirePositive(retention, "retention");
    requirePositive(purgeInterval, "purge-interval");
    requirePositive(sampleInterval, "sample-interval");
    requirePositive(shutdownTimeout, "shutdown-timeout");
    require(maxBackoff.compareTo(backoff) >= 0, "max-backoff must not be below backoff");
    // A pass blocks for two send timeouts at most and renews its lease from a quarter on.
    require(
        lease.compareTo(sendTimeout.multipliedBy(4)) >= 0,
        "lease must be at least four times send-timeout");
  }

  /** How long before the lease's end no further send may start. */
  Duration leaseMargin() {
    return sendTimeout.multipliedBy(2);
  }

  private static void requirePositive(Duration value, String name) {
    require(value.isPositive(), name + " must be positive");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException("florin.outbox.relay: " + message);
    }
  }
}
