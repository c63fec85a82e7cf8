package dev.florin.outbox;

import java.util.UUID;

/**
 * Remembers which events a consumer has already taken effect of: Kafka delivers at least once, the
 * inbox makes the effect happen once.
 */
public interface Inbox {

  /**
   * Says whether this is the first time, in the caller's transaction: the answer and the effect
   * commit or roll back together. A second transaction with the same event waits for the first.
   *
   * @param consumer a stable name of the effect, such as the consumer group
   * @return true the first time, false for a repetition
   * @throws org.springframework.transaction.IllegalTransactionStateException without a transaction
   */
  boolean accept(String consumer, UUID eventId);
}
