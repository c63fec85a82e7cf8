package dev.florin.outbox;

import java.time.Instant;
import java.util.UUID;

/**
 * One thing that happened to one aggregate.
 *
 * @param eventId what consumers tell repetitions by; chosen once, by the caller
 * @param topic the Kafka topic, such as {@code payment.events}
 * @param aggregateId the Kafka key: events of one aggregate keep their order
 * @param sequence the place within the aggregate, rising, unique; the aggregate's version serves
 * @param type past tense, prefixed by the aggregate's kind, such as {@code payment.succeeded}
 * @param occurredAt when it happened
 * @param data what consumers read; becomes JSON by the service's own mapper
 */
public record OutboxEvent(
    UUID eventId,
    String topic,
    UUID aggregateId,
    long sequence,
    String type,
    Instant occurredAt,
    Object data) {

  /** Refuses what the table's constraints would refuse, with a clearer message. */
  public OutboxEvent {
    if (topic.isBlank() || type.isBlank()) {
      throw new IllegalArgumentException("An event needs a topic and a type");
    }
    if (sequence < 0) {
      throw new IllegalArgumentException("The sequence must not be negative: " + sequence);
    }
  }
}
