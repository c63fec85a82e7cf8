package dev.florin.sandbox.charge.web;

import dev.florin.sandbox.charge.ChargeOrder;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import org.jspecify.annotations.Nullable;

record ChargeRequest(
    @NotNull @Pattern(regexp = REFERENCE) String reference,
    @NotNull @Positive @Max(1_000_000_000_000_000L) Long amount,
    @NotNull @Pattern(regexp = "[A-Z]{3}") String currency,
    @NotNull @Pattern(regexp = "credit_card|debit_card|wallet|bank_transfer") String method,
    @Nullable @Pattern(
            regexp = "tok_[A-Za-z0-9_]{1,60}",
            message = "must be a token, never a card number")
        String token,
    @Nullable Boolean capture)
    implements Referenced {

  static final String REFERENCE = "[A-Za-z0-9_-]{1,64}";

  ChargeOrder toOrder() {
    return new ChargeOrder(reference, amount, currency, method, token, capture == null || capture);
  }
}
