package dev.florin.account.ledger;

import dev.florin.fault.FaultPoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a test may let the ledger die: around the commit of what a payment asks of it. */
final class LedgerFaults {

  private record Points(FaultPoint beforeCommit, FaultPoint afterCommit) {}

  private static final Points DEDUCT =
      new Points(FaultPoint.ACCOUNT_DEDUCT_BEFORE_COMMIT, FaultPoint.ACCOUNT_DEDUCT_AFTER_COMMIT);
  private static final Points REVERSE =
      new Points(FaultPoint.ACCOUNT_REVERSE_BEFORE_COMMIT, FaultPoint.ACCOUNT_REVERSE_AFTER_COMMIT);
  private static final Points HOLD =
      new Points(FaultPoint.ACCOUNT_HOLD_BEFORE_COMMIT, FaultPoint.ACCOUNT_HOLD_AFTER_COMMIT);
  private static final Points RELEASE =
      new Points(FaultPoint.ACCOUNT_RELEASE_BEFORE_COMMIT, FaultPoint.ACCOUNT_RELEASE_AFTER_COMMIT);
  private static final Points CAPTURE =
      new Points(FaultPoint.ACCOUNT_CAPTURE_BEFORE_COMMIT, FaultPoint.ACCOUNT_CAPTURE_AFTER_COMMIT);
  private static final Points REFUND =
      new Points(FaultPoint.ACCOUNT_REFUND_BEFORE_COMMIT, FaultPoint.ACCOUNT_REFUND_AFTER_COMMIT);
  private static final Points SETTLE =
      new Points(FaultPoint.ACCOUNT_SETTLE_BEFORE_COMMIT, FaultPoint.ACCOUNT_SETTLE_AFTER_COMMIT);

  private LedgerFaults() {}

  static void beforeCommit(List<Request> batch) {
    if (FaultPoint.isAnyArmed()) {
      for (Request request : batch) {
        Points points = of(request.command());
        if (points != null) {
          points.beforeCommit().reach();
        }
      }
    }
  }

  static void afterCommit(List<Request> batch) {
    if (FaultPoint.isAnyArmed()) {
      for (Request request : batch) {
        Points points = of(request.command());
        if (points != null) {
          points.afterCommit().reach();
        }
      }
    }
  }

  private static @Nullable Points of(Command command) {
    return switch (command) {
      case Command.Post post -> of(post.transfer().kind());
      case Command.PostHold post -> of(post.transfer().kind());
      case Command.Reverse _ -> REVERSE;
      case Command.PlaceHold _ -> HOLD;
      case Command.ReleaseHold _ -> RELEASE;
    };
  }

  /** Null of what no payment asks for. */
  private static @Nullable Points of(TransferKind kind) {
    return switch (kind) {
      case DEDUCTION -> DEDUCT;
      case REVERSAL -> REVERSE;
      case CAPTURE -> CAPTURE;
      case REFUND -> REFUND;
      case SETTLEMENT -> SETTLE;
      case DEPOSIT, TRANSFER, ADJUSTMENT -> null;
    };
  }
}
