package dev.florin.outbox;

import java.util.UUID;

/** One unpublished event, as the relay reads it. */
record OutboxRow(
    long id,
    int partition,
    UUID eventId,
    String topic,
    UUID aggregateId,
    String type,
    String payload,
    StoredTrace trace) {}
