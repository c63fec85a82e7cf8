package dev.florin.payment.resolution;

import dev.florin.payment.operation.ChannelUnheard;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.Payment.Charge;
import dev.florin.payment.reconciliation.Finding;
import dev.florin.payment.reconciliation.OpenCase;
import dev.florin.payment.reconciliation.ReconciliationCase.Kind;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** What was given up here without its channel is a case, in the transaction that gives it up. */
@Component
class UnheardVoids {

  private final OpenCase openCase;

  UnheardVoids(OpenCase openCase) {
    this.openCase = openCase;
  }

  @EventListener
  void on(ChannelUnheard unheard) {
    Payment payment = unheard.payment();
    Charge charge = payment.charge();
    Map<String, @Nullable String> detail = new TreeMap<>();
    detail.put("operation", unheard.operation().publicId());
    detail.put("amount", unheard.operation().amount().toDecimalString());
    detail.put("currency", unheard.operation().amount().currencyCode());
    if (unheard.operation().declineCode() != null) {
      detail.put("decline_code", unheard.operation().declineCode());
    }
    openCase.open(
        new Finding(
            Kind.VOID_REFUSED,
            payment.id().value(),
            unheard.operation().voidAttempt(),
            charge == null ? null : charge.channel(),
            detail));
  }
}
