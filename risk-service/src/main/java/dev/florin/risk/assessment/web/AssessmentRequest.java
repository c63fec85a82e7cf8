package dev.florin.risk.assessment.web;

import dev.florin.money.Money;
import dev.florin.risk.assessment.AssessmentOrder;
import dev.florin.web.json.AmountText;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

record AssessmentRequest(
    @NotNull @Size(min = 1, max = 64) String merchantId,
    @NotNull @Size(min = 1, max = 64) String userId,
    @NotNull @JsonDeserialize(using = AmountText.class) String amount,
    @NotNull String currency,
    @NotNull @Pattern(regexp = "credit_card|debit_card|wallet|bank_transfer") String paymentMethod,
    @Nullable @Pattern(
            regexp = "tok_[A-Za-z0-9_]{1,60}",
            message = "must be a token, never a card number")
        String paymentToken) {

  AssessmentOrder toOrder(String id) {
    return new AssessmentOrder(
        id, merchantId, userId, Money.parse(amount, currency), paymentMethod, paymentToken);
  }
}
