package dev.florin.sandbox.charge.web;

import dev.florin.sandbox.charge.FollowUpOrder;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;

record FollowUpRequest(
    @NotNull @Pattern(regexp = ChargeRequest.REFERENCE) String reference,
    @NotNull @Pattern(regexp = ChargeRequest.REFERENCE) String ofReference,
    @NotNull @Positive @Max(1_000_000_000_000_000L) Long amount,
    @NotNull @Pattern(regexp = "[A-Z]{3}") String currency)
    implements Referenced {

  FollowUpOrder toOrder(FollowUpOrder.Kind kind) {
    return new FollowUpOrder(kind, reference, ofReference, amount, currency);
  }
}
