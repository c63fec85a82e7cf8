package dev.florin.localstack.ledger;

import dev.florin.localstack.ledger.Difference.Kind;
import dev.florin.localstack.ledger.SealTrust.Head;
import java.security.PublicKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Recomputes every transfer, every block and the chain of blocks. */
final class BlockPass {
  private final TrustedKeys keys;
  private final Set<Head> missingHeads;
  private final Set<String> missingHashes;
  private final Differences differences;
  private final Progress progress;
  private long blocks;
  private long lastNumber;
  private String lastHead = Digests.NO_HEAD;
  private long transfers;
  private long unsealed;
  private long postings;

  /**
   * A pass.
   *
   * @param knownHeads blocks that were seen before and must be there
   * @param expectedHeads heads that must be there, whatever their number
   */
  BlockPass(
      TrustedKeys keys,
      List<Head> knownHeads,
      List<String> expectedHeads,
      Differences differences,
      Progress progress) {
    this.keys = keys;
    this.missingHeads = new HashSet<>(knownHeads);
    this.missingHashes = new HashSet<>(expectedHeads);
    this.differences = differences;
    this.progress = progress;
  }

  long blocks() {
    return blocks;
  }

  Head last() {
    return new Head(lastNumber, lastHead);
  }

  long transfers() {
    return transfers;
  }

  long unsealed() {
    return unsealed;
  }

  long postings() {
    return postings;
  }

  void run(Connection connection) throws SQLException {
    try (BlockCursor chain = new BlockCursor(connection);
        TransferCursor ledger = new TransferCursor(connection)) {
      for (BlockRecord block = chain.next(); block != null; block = chain.next()) {
        continueChain(block, ledger);
        check(block);
        compare(block, ledger);
      }
      while (ledger.peek() != null) {
        unsealed++;
        take(ledger);
      }
    }
    missingHeads.forEach(
        head ->
            cut("block %d with the head %s, seen before,".formatted(head.number(), head.head())));
    missingHashes.forEach(head -> cut("the expected head %s".formatted(head)));
  }

  private void continueChain(BlockRecord block, TransferCursor ledger) throws SQLException {
    if (block.number() != lastNumber + 1) {
      long lost = 0;
      for (TransferRecord next = ledger.peek();
          next != null && next.position() < block.firstPosition();
          next = ledger.peek()) {
        lost++;
        take(ledger);
      }
      differences.add(
          Kind.BLOCK_MISSING,
          Long.toString(lastNumber + 1),
          "block %d is followed by block %d; %d transfers in between are in no block"
              .formatted(lastNumber, block.number(), lost));
    } else if (!block.previousHead().equals(lastHead)) {
      changed(block, "does not name the head of the block before");
    }
    blocks++;
    lastNumber = block.number();
    lastHead = block.head();
    missingHeads.remove(new Head(block.number(), block.head()));
    missingHashes.remove(block.head());
  }

  private void check(BlockRecord block) {
    if (block.leaves().size() != block.transfers()) {
      changed(
          block, "has %d leaves and says %d".formatted(block.leaves().size(), block.transfers()));
    }
    if (!block.leavesRoot().equals(block.root())) {
      changed(block, "has leaves that do not lead to its root");
    }
    if (!block.computedHead().equals(block.head())) {
      changed(block, "has fields that do not give its head");
    }
    PublicKey key = keys.find(block.keyId());
    String number = Long.toString(block.number());
    if (key == null) {
      differences.add(
          Kind.KEY_NOT_TRUSTED,
          number,
          "block %d is signed by key %s, which is not trusted"
              .formatted(block.number(), block.keyId()));
    } else if (!TrustedKeys.signed(key, block.head(), block.signature())) {
      differences.add(
          Kind.SIGNATURE_INVALID,
          number,
          "block %d: the signature is not that of key %s over its head"
              .formatted(block.number(), block.keyId()));
    }
  }

  private void compare(BlockRecord block, TransferCursor ledger) throws SQLException {
    SealedContent content = new SealedContent(block, differences);
    for (TransferRecord next = ledger.peek();
        next != null && next.position() <= block.lastPosition();
        next = ledger.peek()) {
      content.add(next);
      take(ledger);
    }
    content.end();
  }

  private void take(TransferCursor ledger) throws SQLException {
    TransferRecord transfer = ledger.peek();
    if (transfer == null) {
      throw new IllegalStateException("the ledger has ended");
    }
    transfers++;
    postings += transfer.postings();
    if (!transfer.fault().isEmpty()) {
      differences.add(
          Kind.TRANSFER_UNBALANCED,
          transfer.id(),
          "transfer %s at position %d: %s"
              .formatted(transfer.id(), transfer.position(), transfer.fault()));
    }
    progress.report("recomputed %,d transfers", transfers);
    ledger.advance();
  }

  private void changed(BlockRecord block, String what) {
    differences.add(
        Kind.BLOCK_CHANGED,
        Long.toString(block.number()),
        "block %d %s".formatted(block.number(), what));
  }

  private void cut(String what) {
    differences.add(
        Kind.CHAIN_CUT,
        Long.toString(lastNumber),
        "%s is not in the chain, which ends with block %d".formatted(what, lastNumber));
  }
}
