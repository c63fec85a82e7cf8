package dev.florin.channel.attempt.web;

import dev.florin.channel.attempt.AttemptOrder;
import dev.florin.money.Money;
import dev.florin.web.json.AmountText;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

record AttemptRequest(
    @NotNull UUID paymentUuid,
    @NotNull @Size(min = 1, max = 64) String merchantId,
    @NotNull @JsonDeserialize(using = AmountText.class) String amount,
    @NotNull String currency,
    @NotNull @Pattern(regexp = "credit_card|debit_card|wallet|bank_transfer") String paymentMethod,
    @Nullable @Pattern(
            regexp = "tok_[A-Za-z0-9_]{1,60}",
            message = "must be a token, never a card number")
        String paymentToken) {

  AttemptOrder toOrder(String id) {
    return new AttemptOrder(
        id, paymentUuid, merchantId, Money.parse(amount, currency), paymentMethod, paymentToken);
  }
}
