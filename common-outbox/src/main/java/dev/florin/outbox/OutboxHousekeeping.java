package dev.florin.outbox;

/**
 * What the relay does beside publishing: measures the backlog and deletes what is long published.
 */
final class OutboxHousekeeping {

  private final OutboxRows rows;
  private final RelayMetrics metrics;
  private final OutboxRelayProperties properties;
  private final Interval sampling;
  private final Interval purging;

  OutboxHousekeeping(OutboxRows rows, RelayMetrics metrics, OutboxRelayProperties properties) {
    this.rows = rows;
    this.metrics = metrics;
    this.properties = properties;
    this.sampling = new Interval(properties.sampleInterval());
    this.purging = new Interval(properties.purgeInterval());
  }

  void run() {
    if (sampling.isDue()) {
      metrics.backlog(rows.backlog());
    }
    if (purging.isDue()
        && rows.purge(properties.retention(), properties.purgeBatch()) == properties.purgeBatch()) {
      purging.again();
    }
  }
}
