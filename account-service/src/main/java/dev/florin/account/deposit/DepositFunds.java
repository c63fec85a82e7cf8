package dev.florin.account.deposit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.florin.account.account.Wallet;
import dev.florin.account.ledger.AccountRef.Existing;
import dev.florin.account.ledger.AccountRef.SystemAccount;
import dev.florin.account.ledger.Command;
import dev.florin.account.ledger.Fingerprint;
import dev.florin.account.ledger.Ledger;
import dev.florin.account.ledger.Outcome;
import dev.florin.account.ledger.Transfer;
import dev.florin.account.ledger.TransferKind;
import dev.florin.money.Money;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Moves money from {@code funding} into a wallet. */
@Component
public class DepositFunds {

  private final Ledger ledger;

  DepositFunds(Ledger ledger) {
    this.ledger = ledger;
  }

  /** A deposit's id and what came of it. */
  public record Deposit(String transferId, Outcome.OfMovement outcome) {}

  /**
   * Deposits once per idempotency key of the merchant: the key gives the transfer its id, so the
   * ledger itself tells a repetition from another request with the same key.
   */
  public Deposit deposit(Wallet wallet, Money amount, String idempotencyKey) {
    Fingerprint key = Fingerprint.of("deposit", wallet.merchantId(), idempotencyKey);
    String transferId = UUID.nameUUIDFromBytes(key.hex().getBytes(UTF_8)) + ":deposit";
    Fingerprint content =
        Fingerprint.of(
            TransferKind.DEPOSIT.code(),
            wallet.id().toString(),
            Long.toString(amount.minorUnits()),
            amount.currencyCode());
    Transfer transfer = Transfer.of(transferId, TransferKind.DEPOSIT, wallet.merchantId(), content);
    Outcome.OfMovement outcome =
        ledger.execute(
            Command.Post.of(transfer, SystemAccount.FUNDING, new Existing(wallet.id()), amount));
    return new Deposit(transferId, outcome);
  }
}
