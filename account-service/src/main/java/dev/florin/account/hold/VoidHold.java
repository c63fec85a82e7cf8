package dev.florin.account.hold;

import dev.florin.account.ledger.Command;
import dev.florin.account.ledger.Outcome;
import org.springframework.stereotype.Component;

/** Frees what a hold still reserves; what was posted of it stays posted. */
@Component
public class VoidHold {

  private final ObservedHolds holds;

  VoidHold(ObservedHolds holds) {
    this.holds = holds;
  }

  /** Voids the hold, once. If it has not come, it is fenced: when it comes it is declined. */
  public Outcome.OfReservation release(String holdId) {
    return holds.execute(
        HoldObservation.VOID, holdId, new Command.ReleaseHold(holdId, /* expiry= */ false));
  }
}
