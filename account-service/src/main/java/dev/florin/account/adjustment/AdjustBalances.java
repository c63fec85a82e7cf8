package dev.florin.account.adjustment;

import dev.florin.account.audit.Actor;
import dev.florin.account.ledger.Command;
import dev.florin.account.ledger.DeclineCode;
import dev.florin.account.ledger.Ledger;
import dev.florin.account.ledger.Outcome;
import dev.florin.account.ledger.Transfer;
import dev.florin.account.ledger.TransferKind;
import org.springframework.stereotype.Component;

/**
 * Posts by hand.
 *
 * <p>The ledger commits in a transaction of its own, together with other people's transfers, so the
 * audit's record cannot be part of it. Instead the wish is audited and committed first, and the
 * ledger hears of it only then: no adjustment moves money without a record of who wanted it. What
 * came of it is audited afterwards. If this process dies in between, the wish and the transfer it
 * names stand; the same request, sent again, finds the transfer and writes the missing record.
 */
@Component
public class AdjustBalances {

  private final Adjustments adjustments;
  private final Ledger ledger;

  AdjustBalances(Adjustments adjustments, Ledger ledger) {
    this.adjustments = adjustments;
    this.ledger = ledger;
  }

  /** What came of it. */
  public sealed interface Result {

    /** The money moved. */
    record Posted(String id, String transferId, Outcome.Posted outcome) implements Result {}

    /** Nothing moved, nor will it under this id. */
    record Declined(String id, DeclineCode code) implements Result {}

    /** The idempotency key belongs to another adjustment. */
    record KeyReused() implements Result {}

    /** The id belongs to another adjustment. */
    record IdTaken() implements Result {}
  }

  /** Posts once per operator and idempotency key. */
  public Result adjust(Actor operator, String idempotencyKey, Adjustment adjustment) {
    return switch (adjustments.request(operator, idempotencyKey, adjustment)) {
      case Adjustments.Request.KeyReused() -> new Result.KeyReused();
      case Adjustments.Request.IdTaken() -> new Result.IdTaken();
      case Adjustments.Request.Accepted(var id) -> post(operator, id, adjustment);
    };
  }

  private Result post(Actor operator, String id, Adjustment adjustment) {
    String transferId = Adjustments.transferId(id);
    Transfer transfer =
        new Transfer(
            transferId,
            TransferKind.ADJUSTMENT,
            null,
            null,
            adjustment.reason(),
            adjustment.fingerprint());
    Outcome outcome = ledger.execute(new Command.Post(transfer, adjustment.legs()));
    return switch (outcome) {
      case Outcome.Posted posted -> {
        adjustments.conclude(operator, id, posted);
        yield new Result.Posted(id, transferId, posted);
      }
      case Outcome.Declined declined -> {
        adjustments.conclude(operator, id, declined);
        yield new Result.Declined(id, declined.code());
      }
      case Outcome.Conflicting() -> new Result.IdTaken();
      case Outcome.Held _ -> throw new IllegalStateException("a transfer was answered as a hold");
    };
  }
}
