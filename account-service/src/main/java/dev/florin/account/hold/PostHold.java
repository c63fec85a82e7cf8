package dev.florin.account.hold;

import dev.florin.account.ledger.AccountRef.SystemAccount;
import dev.florin.account.ledger.Command;
import dev.florin.account.ledger.Fingerprint;
import dev.florin.account.ledger.Outcome;
import dev.florin.account.ledger.Transfer;
import dev.florin.account.ledger.TransferKind;
import dev.florin.money.Money;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Moves money that a hold reserves from its wallet to {@code in_transit}. */
@Component
public class PostHold {

  private final ObservedHolds holds;

  PostHold(ObservedHolds holds) {
    this.holds = holds;
  }

  /**
   * Takes the amount, once per id. Declined with {@code already_posted}, {@code already_voided},
   * {@code expired}, {@code exceeds_hold}, {@code hold_declined} or {@code hold_not_found}.
   *
   * @param id of the movement, chosen by the caller; a hold takes several, each with its own
   * @param amount how much; null for all that is left
   * @param last whether what is left after it is free again
   */
  public Outcome.OfMovement post(String id, String holdId, @Nullable Money amount, boolean last) {
    Fingerprint content =
        Fingerprint.of(
            TransferKind.CAPTURE.code(),
            holdId,
            amount == null ? "rest" : Long.toString(amount.minorUnits()),
            amount == null ? "" : amount.currencyCode(),
            Boolean.toString(last));
    return holds.post(
        holdId,
        Command.PostHold.to(
            Transfer.of(id, TransferKind.CAPTURE, null, content),
            holdId,
            SystemAccount.IN_TRANSIT,
            amount,
            last));
  }
}
