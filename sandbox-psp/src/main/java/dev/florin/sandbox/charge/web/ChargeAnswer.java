package dev.florin.sandbox.charge.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.florin.sandbox.charge.Charge;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@JsonInclude(JsonInclude.Include.NON_NULL)
record ChargeAnswer(
    String id,
    String reference,
    String status,
    @Nullable String declineCode,
    long amount,
    String currency,
    Instant createdAt) {

  static ChargeAnswer of(Charge charge) {
    return new ChargeAnswer(
        charge.id(),
        charge.order().reference(),
        charge.approved() ? "approved" : "declined",
        charge.declineCode(),
        charge.order().amount(),
        charge.order().currency(),
        charge.createdAt());
  }
}
