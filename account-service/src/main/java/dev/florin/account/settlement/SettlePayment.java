package dev.florin.account.settlement;

import dev.florin.account.ledger.AccountRef.SystemAccount;
import dev.florin.account.ledger.Command;
import dev.florin.account.ledger.Fingerprint;
import dev.florin.account.ledger.Ledger;
import dev.florin.account.ledger.Outcome;
import dev.florin.account.ledger.Transfer;
import dev.florin.account.ledger.TransferKind;
import dev.florin.money.Money;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Moves what was paid from {@code in_transit} to what its channel is owed. */
@Component
class SettlePayment {

  private final Ledger ledger;

  SettlePayment(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * Settles once: what was paid gives the transfer its id, whichever event brings it how often.
   *
   * @param paid the automatic payment, or the capture of a manual one
   * @throws SettlementException if it was settled with another content, or cannot be
   */
  void settle(UUID paid, @Nullable String merchantId, String channel, Money amount) {
    Fingerprint content =
        Fingerprint.of(
            TransferKind.SETTLEMENT.code(),
            channel,
            Long.toString(amount.minorUnits()),
            amount.currencyCode());
    Transfer transfer = Transfer.of(paid + ":settle", TransferKind.SETTLEMENT, merchantId, content);
    Outcome.OfMovement outcome =
        ledger.execute(
            Command.Post.of(
                transfer, SystemAccount.IN_TRANSIT, SystemAccount.channelPayable(channel), amount));
    if (!(outcome instanceof Outcome.Posted)) {
      throw new SettlementException("%s: %s".formatted(transfer.id(), outcome));
    }
  }
}
