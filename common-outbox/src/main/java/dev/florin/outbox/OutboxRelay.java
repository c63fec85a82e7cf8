package dev.florin.outbox;

import dev.florin.fault.FaultPoint;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pass of the relay after another: read what is unpublished, send it, mark what Kafka
 * acknowledged. No Kafka call happens inside a database transaction; a crash between the two steps
 * repeats the send with the same event id.
 */
final class OutboxRelay implements BackgroundLoop.Work {

  private static final Logger log = LoggerFactory.getLogger(OutboxRelay.class);

  private final PartitionLeases leases;
  private final OutboxRows rows;
  private final EventPublisher publisher;
  private final OutboxHousekeeping housekeeping;
  private final RelayMetrics metrics;
  private final Backoffs backoffs;
  private final int batchSize;

  OutboxRelay(
      PartitionLeases leases,
      OutboxRows rows,
      EventPublisher publisher,
      RelayMetrics metrics,
      OutboxRelayProperties properties) {
    this.leases = leases;
    this.rows = rows;
    this.publisher = publisher;
    this.metrics = metrics;
    this.housekeeping = new OutboxHousekeeping(rows, metrics, properties);
    this.backoffs = new Backoffs(properties.backoff(), properties.maxBackoff());
    this.batchSize = properties.batchSize();
  }

  /** One pass; true if there may be more to do at once. */
  @Override
  public boolean pass() {
    Unobserved.run(housekeeping::run);
    List<Lease> held = Unobserved.call(leases::current);
    List<Integer> active =
        held.stream().map(Lease::partition).filter(p -> !backoffs.isResting(p)).toList();
    List<OutboxRow> batch = Unobserved.call(() -> rows.unpublished(active, batchSize));
    if (batch.isEmpty()) {
      return false;
    }
    FaultPoint.OUTBOX_BEFORE_PUBLISH.reach();
    Publication publication = publisher.publish(batch, backoffs::isRetry, leases::hasTimeToSend);
    FaultPoint.OUTBOX_AFTER_PUBLISH.reach();
    takeNote(publication);
    mark(held, publication.acknowledged());
    FaultPoint.OUTBOX_AFTER_MARK.reach();
    return true;
  }

  @Override
  public void finish() {
    pass();
    Unobserved.run(leases::release);
  }

  private void takeNote(Publication publication) {
    publication.acknowledged().forEach(backoffs::succeeded);
    publication.failed().forEach(this::rest);
    metrics.published(publication.acknowledged().size());
    metrics.failed(publication.failed().size());
  }

  private void rest(OutboxRow row, Throwable reason) {
    Duration pause = backoffs.failed(row);
    log.warn(
        "Event {} for {} was not acknowledged, partition {} rests for {}: {}",
        row.eventId(),
        row.topic(),
        row.partition(),
        pause,
        reason.toString());
  }

  private void mark(List<Lease> held, List<OutboxRow> acknowledged) {
    if (acknowledged.isEmpty()) {
      return;
    }
    int marked = Unobserved.call(() -> rows.markPublished(leases.relay(), held, acknowledged));
    if (marked < acknowledged.size()) {
      log.warn(
          "{} of {} events were published under a lease that another relay has taken over; they"
              + " are published again",
          acknowledged.size() - marked,
          acknowledged.size());
      leases.distrust();
    }
  }
}
