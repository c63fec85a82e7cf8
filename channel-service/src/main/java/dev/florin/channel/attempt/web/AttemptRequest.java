package dev.florin.channel.attempt.web;

import dev.florin.channel.attempt.AttemptOrder;
import dev.florin.channel.channel.Operation;
import dev.florin.money.Money;
import dev.florin.web.json.AmountText;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * What is asked for.
 *
 * @param operation absent: a charge
 */
record AttemptRequest(
    @NotNull UUID paymentUuid,
    @NotNull @Size(min = 1, max = 64) String merchantId,
    @NotNull @JsonDeserialize(using = AmountText.class) String amount,
    @NotNull String currency,
    @NotNull @Pattern(regexp = "credit_card|debit_card|wallet|bank_transfer") String paymentMethod,
    @Nullable @Pattern(
            regexp = "tok_[A-Za-z0-9_]{1,60}",
            message = "must be a token, never a card number")
        String paymentToken,
    @Nullable @Pattern(regexp = "charge|authorise|capture|void|refund") String operation,
    @Nullable @Pattern(regexp = AttemptController.ID) String ofAttempt) {

  private static final String OF_ATTEMPT = "of_attempt";

  AttemptOrder toOrder(String id) {
    Operation asked = operation == null ? Operation.CHARGE : Operation.of(operation);
    check(id, asked);
    return new AttemptOrder(
        id,
        asked,
        ofAttempt,
        paymentUuid,
        merchantId,
        Money.parse(amount, currency),
        paymentMethod,
        paymentToken);
  }

  private void check(String id, Operation asked) {
    if (asked.followsAnother() && ofAttempt == null) {
      throw invalid(OF_ATTEMPT, "of_attempt is required for a " + asked.text());
    }
    if (!asked.followsAnother() && ofAttempt != null) {
      throw invalid(OF_ATTEMPT, "of_attempt has no meaning for this operation");
    }
    if (id.contains("_void") != (asked == Operation.VOID)) {
      throw invalid("operation", "operation does not fit this attempt id");
    }
    if (isOfPaymentItself(asked) && !id.startsWith(paymentUuid + "_")) {
      throw invalid("payment_uuid", "payment_uuid is not the payment of this attempt id");
    }
  }

  /** Captures and refunds are objects of their own, and their attempts are named by them. */
  private static boolean isOfPaymentItself(Operation asked) {
    return switch (asked) {
      case CHARGE, AUTHORISE, VOID -> true;
      case CAPTURE, REFUND -> false;
    };
  }

  private static ProblemException invalid(String param, String detail) {
    return new ProblemException(CommonError.INVALID_PARAMETER, detail).param(param);
  }
}
