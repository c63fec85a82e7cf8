package dev.florin.account.settlement;

import dev.florin.account.ledger.AccountRef.SystemAccount;
import dev.florin.account.ledger.Fingerprint;
import dev.florin.account.ledger.Ledger;
import dev.florin.account.ledger.LedgerTransactions;
import dev.florin.account.ledger.Outcome;
import dev.florin.account.ledger.Transfer;
import dev.florin.account.ledger.TransferKind;
import dev.florin.money.Money;
import dev.florin.outbox.Inbox;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Moves a payment's amount from {@code in_transit} to what its channel is owed. */
@Component
class SettlePayment {

  private static final String CONSUMER = "account-service.settlement";

  private final LedgerTransactions transactions;
  private final Ledger ledger;
  private final Inbox inbox;

  SettlePayment(LedgerTransactions transactions, Ledger ledger, Inbox inbox) {
    this.transactions = transactions;
    this.ledger = ledger;
    this.inbox = inbox;
  }

  /**
   * Settles once: the inbox refuses the same event, the transfer's id another event of the same
   * payment.
   *
   * @throws SettlementException if the payment was settled with another content, or cannot be
   */
  void settle(
      UUID eventId, UUID paymentUuid, @Nullable String merchantId, String channel, Money amount) {
    Fingerprint content =
        Fingerprint.of(
            TransferKind.SETTLEMENT.code(),
            channel,
            Long.toString(amount.minorUnits()),
            amount.currencyCode());
    Transfer transfer =
        Transfer.of(paymentUuid + ":settle", TransferKind.SETTLEMENT, merchantId, content);
    transactions.execute(TransferKind.SETTLEMENT, () -> once(eventId, transfer, channel, amount));
  }

  private @Nullable Outcome once(UUID eventId, Transfer transfer, String channel, Money amount) {
    if (!inbox.accept(CONSUMER, eventId)) {
      return null;
    }
    Outcome outcome =
        ledger.post(
            transfer, SystemAccount.IN_TRANSIT, SystemAccount.channelPayable(channel), amount);
    if (outcome instanceof Outcome.Posted) {
      return outcome;
    }
    throw new SettlementException("%s: %s".formatted(transfer.id(), outcome));
  }
}
