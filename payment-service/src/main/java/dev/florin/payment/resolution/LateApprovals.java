package dev.florin.payment.resolution;

import dev.florin.payment.authorization.ApprovedTooLate;
import dev.florin.payment.operation.RefundLateCharge;
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

/**
 * What the channel approved although the payer's time was over is given back there, and is a case,
 * in the transaction that fails the payment.
 */
@Component
class LateApprovals {

  private final OpenCase openCase;
  private final RefundLateCharge lateCharges;

  LateApprovals(OpenCase openCase, RefundLateCharge lateCharges) {
    this.openCase = openCase;
    this.lateCharges = lateCharges;
  }

  @EventListener
  void on(ApprovedTooLate approved) {
    Payment payment = approved.payment();
    Charge charge = payment.charge();
    String attemptId = payment.id().attempt();
    Map<String, @Nullable String> detail = new TreeMap<>();
    detail.put("operation", payment.isManual() ? "authorise" : "charge");
    detail.put("result", "approved");
    detail.put("amount", payment.terms().amount().toDecimalString());
    detail.put("currency", payment.terms().amount().currencyCode());
    if (charge != null && charge.transactionId() != null) {
      detail.put("transaction_id", charge.transactionId());
    }
    openCase.open(
        new Finding(
            Kind.LATE_SUCCESS,
            payment.id().value(),
            attemptId,
            charge == null ? null : charge.channel(),
            detail));
    if (!payment.isManual()) {
      lateCharges.begin(payment.id(), attemptId, payment.terms().amount());
    }
  }
}
