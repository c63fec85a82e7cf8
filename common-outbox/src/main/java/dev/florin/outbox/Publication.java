package dev.florin.outbox;

import java.util.List;
import java.util.Map;

/**
 * What became of a batch. Rows in neither were not sent.
 *
 * @param acknowledged rows that Kafka has
 * @param failed rows of which Kafka may or may not have a copy, with the reason
 */
record Publication(List<OutboxRow> acknowledged, Map<OutboxRow, Throwable> failed) {}
