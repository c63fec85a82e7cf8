package dev.florin.account.ledger;

import dev.florin.fault.FaultPoint;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a test may let the ledger die: around the commit of what a payment asks of it. */
final class LedgerFaults {

  private static final Map<TransferKind, FaultPoint> BEFORE_COMMIT =
      Map.of(
          TransferKind.DEDUCTION, FaultPoint.ACCOUNT_DEDUCT_BEFORE_COMMIT,
          TransferKind.REVERSAL, FaultPoint.ACCOUNT_REVERSE_BEFORE_COMMIT,
          TransferKind.SETTLEMENT, FaultPoint.ACCOUNT_SETTLE_BEFORE_COMMIT);

  private static final Map<TransferKind, FaultPoint> AFTER_COMMIT =
      Map.of(
          TransferKind.DEDUCTION, FaultPoint.ACCOUNT_DEDUCT_AFTER_COMMIT,
          TransferKind.REVERSAL, FaultPoint.ACCOUNT_REVERSE_AFTER_COMMIT,
          TransferKind.SETTLEMENT, FaultPoint.ACCOUNT_SETTLE_AFTER_COMMIT);

  private LedgerFaults() {}

  static void beforeCommit(List<Request> batch) {
    reach(BEFORE_COMMIT, batch);
  }

  static void afterCommit(List<Request> batch) {
    reach(AFTER_COMMIT, batch);
  }

  private static void reach(Map<TransferKind, FaultPoint> points, List<Request> batch) {
    if (!FaultPoint.isAnyArmed()) {
      return;
    }
    for (Request request : batch) {
      TransferKind kind = kind(request.command());
      FaultPoint point = kind == null ? null : points.get(kind);
      if (point != null) {
        point.reach();
      }
    }
  }

  private static @Nullable TransferKind kind(Command command) {
    return switch (command) {
      case Command.Post post -> post.transfer().kind();
      case Command.PostHold post -> post.transfer().kind();
      case Command.Reverse _ -> TransferKind.REVERSAL;
      case Command.PlaceHold _, Command.ReleaseHold _ -> null;
    };
  }
}
