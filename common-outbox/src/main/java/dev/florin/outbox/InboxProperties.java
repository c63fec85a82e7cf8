package dev.florin.outbox;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the inbox.
 *
 * @param retention how long accepted event ids are remembered: longer than any topic keeps its
 *     records, so that a replay from the beginning has no effect
 * @param purgeBatch how many ids one purge deletes
 * @param purgeInterval how often it is looked for ids to purge
 * @param shutdownTimeout how long a stop waits for a purge
 */
@ConfigurationProperties("florin.inbox")
record InboxProperties(
    @DefaultValue("30d") Duration retention,
    @DefaultValue("1000") int purgeBatch,
    @DefaultValue("10m") Duration purgeInterval,
    @DefaultValue("5s") Duration shutdownTimeout) {

  InboxProperties {
    if (!retention.isPositive() || !purgeInterval.isPositive() || !shutdownTimeout.isPositive()) {
      throw new IllegalArgumentException("florin.inbox: durations must be positive");
    }
    if (purgeBatch < 1 || purgeBatch > 10_000) {
      throw new IllegalArgumentException("florin.inbox: purge-batch must be between 1 and 10000");
    }
  }
}
