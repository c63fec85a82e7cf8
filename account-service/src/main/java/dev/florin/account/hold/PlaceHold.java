package dev.florin.account.hold;

import dev.florin.account.ledger.AccountRef.Wallet;
import dev.florin.account.ledger.Command;
import dev.florin.account.ledger.Outcome;
import dev.florin.money.Money;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Reserves money in a user's wallet. */
@Component
public class PlaceHold {

  private final ObservedHolds holds;

  PlaceHold(ObservedHolds holds) {
    this.holds = holds;
  }

  /**
   * Reserves the amount, once per id. Declined if the wallet does not cover it, is frozen or closed
   * or does not exist, or if the hold was voided before it came.
   *
   * @param id chosen by the caller, such as {@code {payment}:hold}
   * @param timeToLive from now, by the database's clock; not part of the content
   */
  public Outcome.OfReservation place(
      String id, String merchantId, String userId, Money amount, Duration timeToLive) {
    return holds.execute(
        HoldObservation.PLACE,
        id,
        new Command.PlaceHold(id, merchantId, new Wallet(merchantId, userId), amount, timeToLive));
  }
}
