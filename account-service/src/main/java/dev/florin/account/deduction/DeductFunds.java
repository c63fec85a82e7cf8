package dev.florin.account.deduction;

import dev.florin.account.ledger.AccountRef.SystemAccount;
import dev.florin.account.ledger.AccountRef.Wallet;
import dev.florin.account.ledger.Fingerprint;
import dev.florin.account.ledger.Ledger;
import dev.florin.account.ledger.Outcome;
import dev.florin.account.ledger.Transfer;
import dev.florin.account.ledger.TransferKind;
import dev.florin.money.Money;
import org.springframework.stereotype.Component;

/** Moves a payment's amount from the payer's wallet to {@code in_transit}. */
@Component
public class DeductFunds {

  private final ObservedTransfers transfers;
  private final Ledger ledger;

  DeductFunds(ObservedTransfers transfers, Ledger ledger) {
    this.transfers = transfers;
    this.ledger = ledger;
  }

  /**
   * Takes the amount, once per id.
   *
   * @param id chosen by the caller, such as {@code {payment}:deduct}
   */
  public Outcome deduct(String id, String merchantId, String userId, Money amount) {
    Fingerprint content =
        Fingerprint.of(
            TransferKind.DEDUCTION.code(),
            merchantId,
            userId,
            Long.toString(amount.minorUnits()),
            amount.currencyCode());
    Transfer transfer = Transfer.of(id, TransferKind.DEDUCTION, merchantId, content);
    return transfers.execute(
        AccountObservation.DEDUCT,
        TransferKind.DEDUCTION,
        id,
        Outcome.Posted::debit,
        () ->
            ledger.post(
                transfer, new Wallet(merchantId, userId), SystemAccount.IN_TRANSIT, amount));
  }
}
