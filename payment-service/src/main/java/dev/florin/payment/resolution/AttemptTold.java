package dev.florin.payment.resolution;

import dev.florin.money.Money;
import dev.florin.web.json.AmountText;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * What channel-service tells of an attempt, as far as a payment needs it.
 *
 * @param operation what was tried: charge, authorise, capture, void or refund
 * @param result what became of it: approved, declined or not_sent; absent of a mere mismatch
 * @param was with a contradiction: the end that the attempt had before
 * @param knownTransactionId with a second transaction: the first one, which the attempt keeps
 * @param confirmedAmount with a mismatch, and a contradiction that is one as well: what the channel
 *     confirms instead of the amount
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
    @Nullable String knownTransactionId,
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

  /**
   * What the channel says that it took; empty if that is nothing, or nothing that can be given back
   * in the currency of the payment.
   */
  Optional<Money> charged(Money asked) {
    if (confirmedAmount == null || confirmedCurrency == null) {
      return Optional.of(asked);
    }
    if (!confirmedCurrency.equals(asked.currencyCode())
        || new BigDecimal(confirmedAmount).signum() <= 0) {
      return Optional.empty();
    }
    return Optional.of(Money.parse(confirmedAmount, confirmedCurrency));
  }

  /** Whether the channel confirms another amount than it was asked for. */
  boolean isOfAnotherAmount() {
    return confirmedAmount != null;
  }

  /** What tells this news from other news of its kind about the attempt. */
  String news() {
    return Stream.of(result, transactionId, confirmedAmount, confirmedCurrency)
        .filter(Objects::nonNull)
        .collect(Collectors.joining(" "));
  }

  /** Whether the attempt had been given up, and was approved after all. */
  boolean isLateApproval() {
    return isApproved() && !APPROVED.equals(was);
  }
}
