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

/**
 * Gives back what a payment paid, or a part of it: the channel is owed less, the payer has more.
 */
@Component
public class RefundPayment {

  private final ObservedLedger ledger;

  RefundPayment(ObservedLedger ledger) {
    this.ledger = ledger;
  }

  /**
   * Gives the amount back, once per id. It comes back whatever became of the wallet: one that is
   * frozen or closed takes it too.
   *
   * @param id chosen by the caller, such as {@code {refund}:refund}
   * @param channel the channel that gave it back
   */
  public Outcome.OfMovement refund(
      String id, String merchantId, String userId, String channel, Money amount) {
    Fingerprint content =
        Fingerprint.of(
            TransferKind.REFUND.code(),
            merchantId,
            userId,
            channel,
            Long.toString(amount.minorUnits()),
            amount.currencyCode());
    Transfer transfer = Transfer.of(id, TransferKind.REFUND, merchantId, content);
    return ledger.execute(
        AccountObservation.REFUND,
        id,
        Outcome.Posted::credit,
        Command.Post.of(
            transfer,
            SystemAccount.channelPayable(channel),
            new Wallet(merchantId, userId),
            amount));
  }
}
