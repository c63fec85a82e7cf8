package dev.florin.localstack.ledger;

import dev.florin.localstack.ledger.Difference.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares the transfers that stand in a block's range with the leaves that were sealed there.
 * Between two that agree, what is left over on either side tells what happened.
 */
final class SealedContent {
  private static final int NAMED = 50;

  private final BlockRecord block;
  private final Differences differences;
  private final List<TransferRecord> strangers = new ArrayList<>();
  private long strangerCount;
  private int expected;
  private long lastAgreed;

  SealedContent(BlockRecord block, Differences differences) {
    this.block = block;
    this.differences = differences;
    this.lastAgreed = block.firstPosition() - 1;
  }

  void add(TransferRecord transfer) {
    Integer place = block.leaves().get(transfer.leaf());
    if (place == null || place < expected) {
      strangerCount++;
      if (strangers.size() < NAMED) {
        strangers.add(transfer);
      }
      return;
    }
    settle(place, transfer.position());
    expected = place + 1;
    lastAgreed = transfer.position();
  }

  void end() {
    settle(block.leaves().size(), block.lastPosition() + 1);
  }

  private void settle(int place, long before) {
    long missing = (long) place - expected;
    if (missing == strangerCount) {
      strangers.forEach(
          changed -> report(Kind.TRANSFER_CHANGED, changed, "is not what was sealed"));
    } else if (missing == 0) {
      strangers.forEach(
          stranger -> report(Kind.TRANSFER_INSERTED, stranger, "was inserted after sealing"));
    } else {
      strangers.forEach(
          stranger ->
              report(Kind.TRANSFER_CHANGED, stranger, "was changed or inserted after sealing"));
      if (missing > strangerCount) {
        reportDeleted(missing - strangerCount, before);
      }
    }
    if (strangerCount > strangers.size()) {
      differences.add(
          Kind.TRANSFER_CHANGED,
          Long.toString(block.number()),
          "%d more transfers of block %d were changed or inserted after sealing"
              .formatted(strangerCount - strangers.size(), block.number()));
    }
    strangers.clear();
    strangerCount = 0;
  }

  private void report(Kind kind, TransferRecord transfer, String what) {
    differences.add(
        kind,
        transfer.id(),
        "transfer %s at position %d %s (block %d)"
            .formatted(transfer.id(), transfer.position(), what, block.number()));
  }

  private void reportDeleted(long count, long before) {
    differences.add(
        Kind.TRANSFER_DELETED,
        Long.toString(block.number()),
        "%d sealed transfer(s) of block %d are gone, between the positions %d and %d"
            .formatted(count, block.number(), lastAgreed, before));
  }
}
