package dev.florin.payment.resolution;

import dev.florin.web.json.AmountText;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * What channel-service tells of an attempt, as far as a payment needs it.
 *
 * @param operation what was tried: charge, authorise, capture, void or refund
 * @param result what became of it: approved, declined or not_sent; absent of a mere mismatch
 * @param was with a contradiction: the end that the attempt had before
 * @param confirmedAmount with a mismatch: what the channel confirms instead of the amount
 */
record AttemptTold(
    String attemptId,
    UUID paymentUuid,
    String operation,
    @Nullable String result,
    @Nullable String transactionId,
    @Nullable String declineCode,
    @JsonDeserialize(using = AmountText.class) @Nullable String amount,
    @Nullable String currency,
    @Nullable String channel,
    @Nullable String was,
    @JsonDeserialize(using = AmountText.class) @Nullable String confirmedAmount,
    @Nullable String confirmedCurrency) {

  private static final String APPROVED = "approved";

  AttemptTold {
    Objects.requireNonNull(attemptId, "attempt_id");
    Objects.requireNonNull(paymentUuid, "payment_uuid");
    Objects.requireNonNull(operation, "operation");
  }

  /** Whether it is the payment's own attempt, and not one of a later operation. */
  boolean isCharge() {
    return operation.equals("charge") || operation.equals("authorise");
  }

  /** Whether money went that can be refunded; what was only authorised lapses by itself. */
  boolean isRefundable() {
    return operation.equals("charge");
  }

  boolean isApproved() {
    return APPROVED.equals(result);
  }

  /** Whether the attempt had been given up, and was approved after all. */
  boolean isLateApproval() {
    return isApproved() && !APPROVED.equals(was);
  }
}
