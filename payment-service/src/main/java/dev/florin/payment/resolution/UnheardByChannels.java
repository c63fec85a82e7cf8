package dev.florin.payment.resolution;

import dev.florin.payment.operation.ChannelUnheard;
import dev.florin.payment.operation.Operation;
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

/** What a channel refuses to give up or to give back is a case, in the transaction that says so. */
@Component
class UnheardByChannels {

  private final OpenCase openCase;

  UnheardByChannels(OpenCase openCase) {
    this.openCase = openCase;
  }

  @EventListener
  void on(ChannelUnheard unheard) {
    Payment payment = unheard.payment();
    Operation operation = unheard.operation();
    Charge charge = payment.charge();
    Map<String, @Nullable String> detail = new TreeMap<>();
    detail.put("operation", operation.publicId());
    detail.put("amount", operation.amount().toDecimalString());
    detail.put("currency", operation.amount().currencyCode());
    if (operation.declineCode() != null) {
      detail.put("decline_code", operation.declineCode());
    }
    openCase.open(
        new Finding(
            operation.kind() == Operation.Kind.LATE_REFUND
                ? Kind.REFUND_REFUSED
                : Kind.VOID_REFUSED,
            payment.id().value(),
            operation.attempt(),
            charge == null ? null : charge.channel(),
            detail));
  }
}
