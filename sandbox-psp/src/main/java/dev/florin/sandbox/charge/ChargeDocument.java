package dev.florin.sandbox.charge;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A charge as callers see it, in answers and callbacks.
 *
 * @param status {@code approved}, {@code declined}, {@code pending} or {@code requires_action}
 * @param nextAction what the payer is to do
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ChargeDocument(
    String id,
    String reference,
    String status,
    @Nullable String declineCode,
    long amount,
    String currency,
    boolean capture,
    @Nullable NextAction nextAction,
    Instant createdAt) {

  /** Where the payer goes. */
  public record NextAction(String type, String url) {}

  static ChargeDocument of(Charge charge, String publicUrl) {
    return new ChargeDocument(
        charge.id(),
        charge.order().reference(),
        charge.status().name().toLowerCase(Locale.ROOT),
        charge.declineCode(),
        charge.confirmedAmount(),
        charge.order().currency(),
        charge.order().capture(),
        charge.status() == Charge.Status.REQUIRES_ACTION
            ? new NextAction(
                "redirect", publicUrl + "/authentication/" + charge.authenticationKey())
            : null,
        charge.createdAt());
  }

  ChargeDocument contradicted() {
    return new ChargeDocument(
        id, reference, "declined", "card_declined", amount, currency, capture, null, createdAt);
  }
}
