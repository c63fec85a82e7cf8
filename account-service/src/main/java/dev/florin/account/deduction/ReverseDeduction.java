package dev.florin.account.deduction;

import dev.florin.account.ledger.Command;
import dev.florin.account.ledger.Outcome;
import dev.florin.account.ledger.TransferKind;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Gives a deduction, or what was captured of a hold, back by a transfer of its own. If it has not
 * come, it is fenced: when it comes it is declined.
 */
@Component
public class ReverseDeduction {

  private final ObservedLedger ledger;

  ReverseDeduction(ObservedLedger ledger) {
    this.ledger = ledger;
  }

  /**
   * Reverses, once per id and once per deduction or capture.
   *
   * @param id chosen by the caller, such as {@code {payment}:reverse}
   * @param reverses the deduction or capture that is taken back
   * @param reason why, for the record
   */
  public Outcome.OfMovement reverse(String id, String reverses, @Nullable String reason) {
    return ledger.execute(
        AccountObservation.REFUND,
        id,
        Outcome.Posted::credit,
        new Command.Reverse(id, reverses, TransferKind.DEDUCTION, reason));
  }
}
