package dev.florin.account.deduction;

import dev.florin.account.ledger.AccountRef.Existing;
import dev.florin.account.ledger.DeclineCode;
import dev.florin.account.ledger.Fingerprint;
import dev.florin.account.ledger.Ledger;
import dev.florin.account.ledger.Outcome;
import dev.florin.account.ledger.PostedTransfer;
import dev.florin.account.ledger.Transfer;
import dev.florin.account.ledger.TransferKind;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Gives a deduction back by a transfer of its own. If the deduction has not come, it is fenced:
 * when it comes it is declined.
 */
@Component
public class ReverseDeduction {

  private final ObservedTransfers transfers;
  private final Ledger ledger;

  ReverseDeduction(ObservedTransfers transfers, Ledger ledger) {
    this.transfers = transfers;
    this.ledger = ledger;
  }

  /**
   * Reverses, once per id and once per deduction.
   *
   * @param id chosen by the caller, such as {@code {payment}:reverse}
   * @param deductionId what is taken back
   * @param reason why, for the record
   */
  public Outcome reverse(String id, String deductionId, @Nullable String reason) {
    return transfers.execute(
        AccountObservation.REFUND,
        TransferKind.REVERSAL,
        id,
        Outcome.Posted::credit,
        () -> reverseOrFence(id, deductionId, reason));
  }

  private Outcome reverseOrFence(String id, String deductionId, @Nullable String reason) {
    Fingerprint content = Fingerprint.of(TransferKind.REVERSAL.code(), deductionId);
    PostedTransfer deduction = ledger.fenceUnlessPosted(deductionId, TransferKind.DEDUCTION);
    String merchantId = deduction == null ? null : deduction.merchantId();
    Transfer transfer =
        new Transfer(id, TransferKind.REVERSAL, merchantId, deductionId, reason, content);
    if (deduction == null) {
      return ledger.decline(transfer, DeclineCode.FENCED);
    }
    if (deduction.kind() != TransferKind.DEDUCTION) {
      return new Outcome.Conflicting();
    }
    return ledger.post(
        transfer,
        new Existing(deduction.credit().accountId()),
        new Existing(deduction.debit().accountId()),
        deduction.debit().amount());
  }
}
