package dev.florin.payment.reconciliation;

import dev.florin.payment.reconciliation.ReconciliationCase.Kind;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was found to differ.
 *
 * @param attemptId the attempt that it is about; null if it is about the payment as a whole
 * @param channel the channel that told it
 * @param detail what was expected and what was found, by name
 * @param told what tells it from other findings of its kind about the same attempt; null if there
 *     is only one
 */
public record Finding(
    Kind kind,
    UUID paymentUuid,
    @Nullable String attemptId,
    @Nullable String channel,
    Map<String, @Nullable String> detail,
    @Nullable String told) {

  /** The only one of its kind about its attempt or payment. */
  public Finding(
      Kind kind,
      UUID paymentUuid,
      @Nullable String attemptId,
      @Nullable String channel,
      Map<String, @Nullable String> detail) {
    this(kind, paymentUuid, attemptId, channel, detail, null);
  }

  /** What makes it one finding, however often it is told. */
  String about() {
    String subject = attemptId == null ? paymentUuid.toString() : attemptId;
    return told == null ? subject : subject + " " + told;
  }
}
