package dev.florin.outbox;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.json.JsonMapper;

/** The outbox as a table beside the service's own. */
final class JdbcOutbox implements Outbox {

  /** How many slices the keys are hashed into; the table's constraint knows the same number. */
  static final int PARTITIONS = 16;

  private static final String INSERT =
      """
      insert into outbox_event (event_id, topic, aggregate_id, sequence, partition, type,
          occurred_at, payload, trace_id, traceparent, baggage)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final TransactionSynchronization wakeOnCommit;

  JdbcOutbox(JdbcClient jdbc, JsonMapper json, CommitSignal signal) {
    this.jdbc = jdbc;
    this.json = json;
    this.wakeOnCommit =
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            signal.raise();
          }
        };
  }

  @Override
  public void append(OutboxEvent event) {
    Transactions.require("Outbox.append");
    var trace = StoredTrace.capture();
    jdbc.sql(INSERT)
        .param(event.eventId())
        .param(event.topic())
        .param(event.aggregateId())
        .param(event.sequence())
        .param(partitionOf(event.aggregateId()))
        .param(event.type())
        .param(event.occurredAt().atOffset(ZoneOffset.UTC))
        .param(envelope(event, trace))
        .param(trace.traceId())
        .param(trace.traceparent())
        .param(trace.baggage())
        .update();
    TransactionSynchronizationManager.registerSynchronization(wakeOnCommit);
  }

  /** Spelled out rather than left to {@code hashCode}, since the answer is stored. */
  static int partitionOf(UUID aggregateId) {
    long bits = aggregateId.getMostSignificantBits() ^ aggregateId.getLeastSignificantBits();
    return Math.floorMod((int) (bits ^ (bits >>> 32)), PARTITIONS);
  }

  private String envelope(OutboxEvent event, StoredTrace trace) {
    String text =
        json.writeValueAsString(
            new EventEnvelope<>(
                event.eventId(),
                event.type(),
                event.aggregateId(),
                event.sequence(),
                event.occurredAt(),
                trace.traceId(),
                event.data()));
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_ENVELOPE_BYTES) {
      // Refused here, where it fails one request; at the broker it would stop its whole partition.
      throw new IllegalArgumentException(
          "Event %s of type %s has %d bytes, %d are allowed"
              .formatted(event.eventId(), event.type(), bytes, MAX_ENVELOPE_BYTES));
    }
    return text;
  }
}
