package dev.florin.outbox;

/**
 * Where a service puts the events it wants the others to know. An event becomes visible to the
 * relay if, and only if, the caller's transaction commits; it is then published at least once, in
 * the order of its aggregate.
 */
public interface Outbox {

  /** The largest envelope that is taken, in bytes: half of what a Kafka broker takes by default. */
  int MAX_ENVELOPE_BYTES = 512 * 1024;

  /**
   * Writes the event in the caller's transaction, together with the trace context and baggage of
   * the current span, which its publication continues.
   *
   * <p>Events of one aggregate keep their order only if the caller holds the aggregate's row lock
   * (an update of the row takes it) until the commit; {@link OutboxEvent#sequence()} comes from
   * that row.
   *
   * @throws org.springframework.transaction.IllegalTransactionStateException without a transaction
   * @throws org.springframework.dao.DuplicateKeyException if the event id, or the sequence within
   *     its aggregate, is taken
   * @throws IllegalArgumentException if the envelope is larger than {@link #MAX_ENVELOPE_BYTES}
   */
  void append(OutboxEvent event);
}
