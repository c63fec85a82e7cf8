package dev.florin.account.deduction;

import dev.florin.account.ledger.AccountRef.SystemAccount;
import dev.florin.account.ledger.AccountRef.Wallet;
import dev.florin.account.ledger.Command;
import dev.florin.account.ledger.Fingerprint;
import dev.florin.account.ledger.Outcome;
import dev.florin.account.ledger.Transfer;
import dev.florin.account.ledger.TransferKind;
import dev.florin.money.Money;
import org.springframework.stereotype.Component;

/** Moves a payment's amount from the payer's wallet to {@code in_transit}. */
@Component
public class DeductFunds {

  private final ObservedLedger ledger;

  DeductFunds(ObservedLedger ledger) {
    this.ledger = ledger;
  }

  /**
   * Takes the amount, once per id.
   *
   * @param id chosen by the caller, such as {@code {payment}:deduct}
   */
  public Outcome.OfMovement deduct(String id, String merchantId, String userId, Money amount) {
    Fingerprint content =
        Fingerprint.of(
            TransferKind.DEDUCTION.code(),
            merchantId,
            userId,
            Long.toString(amount.minorUnits()),
            amount.currencyCode());
    Transfer transfer = Transfer.of(id, TransferKind.DEDUCTION, merchantId, content);
    Wallet payer = new Wallet(merchantId, userId);
    return ledger.execute(
        AccountObservation.DEDUCT,
        id,
        Outcome.Posted::debit,
        Command.Post.of(transfer, payer, SystemAccount.IN_TRANSIT, amount));
  }
}
