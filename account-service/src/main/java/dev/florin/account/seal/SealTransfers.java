package dev.florin.account.seal;

import dev.florin.account.seal.SealObservation.HighCardinality;
import dev.florin.account.watermark.Watermark;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/** Seals the transfers that are complete, block by block; of many instances one at a time. */
final class SealTransfers {

  private final Seals seals;
  private final Watermark watermark;
  private final SealKey key;
  private final int blockSize;
  private final TransactionTemplate transactions;
  private final SealMetrics metrics;
  private final ObservationRegistry observations;
  private int limit;

  SealTransfers(
      Seals seals,
      Watermark watermark,
      SealKey key,
      int blockSize,
      TransactionTemplate transactions,
      SealMetrics metrics,
      ObservationRegistry observations) {
    this.seals = seals;
    this.watermark = watermark;
    this.key = key;
    this.blockSize = blockSize;
    this.limit = blockSize;
    this.transactions = transactions;
    this.metrics = metrics;
    this.observations = observations;
  }

  /**
   * Seals what is complete by now. Not to be called by two threads at once.
   *
   * @return how many transfers
   */
  int seal() {
    long complete = watermark.advance();
    metrics.oldestUnsealed(seals.oldestUnsealed());
    int sealed = 0;
    boolean more = true;
    while (more && seals.hasUnsealed(complete)) {
      int asked = limit;
      int block = sealBlock(complete);
      sealed += block;
      more = block == asked;
    }
    if (sealed > 0) {
      metrics.oldestUnsealed(seals.oldestUnsealed());
    }
    return sealed;
  }

  /**
   * A block that could not be written is tried again with half of its transfers: on a database that
   * is slow just then, a full one might never end within the statement's time.
   */
  private int sealBlock(long complete) {
    int full = limit;
    limit = Math.max(1, full / 2);
    int sealed = observeBlock(complete, full);
    limit = Math.min(blockSize, full * 2);
    return sealed;
  }

  private int observeBlock(long complete, int atMost) {
    Observation observation = SealObservation.SEAL.observation(observations);
    return Objects.requireNonNull(
        observation.observe(
            () -> {
              Seal seal = transactions.execute(_ -> sealInTransaction(complete, atMost));
              if (seal == null) {
                return 0;
              }
              metrics.sealed(seal.transfers());
              observation
                  .highCardinalityKeyValue(
                      HighCardinality.BLOCK.withValue(Long.toString(seal.number())))
                  .highCardinalityKeyValue(
                      HighCardinality.TRANSFERS.withValue(Integer.toString(seal.transfers())));
              return seal.transfers();
            }));
  }

  private @Nullable Seal sealInTransaction(long complete, int atMost) {
    if (!seals.tryLock()) {
      return null;
    }
    Seals.End end = seals.end();
    List<byte[]> leaves = new ArrayList<>();
    long[] positions = {0, 0};
    seals.readUnsealed(
        end.lastPosition(),
        complete,
        atMost,
        transfer -> {
          positions[leaves.isEmpty() ? 0 : 1] = transfer.position();
          leaves.add(transfer.leaf());
        });
    if (leaves.isEmpty()) {
      return null;
    }
    Seal seal =
        new Seal(
            end.number() + 1,
            positions[0],
            Math.max(positions[0], positions[1]),
            leaves.size(),
            Hashes.hex(new MerkleTree(leaves).root()),
            end.head(),
            key.id(),
            seals.now());
    byte[] head = seal.head();
    seals.keepKey(key);
    seals.write(seal, leaves, head, key.sign(head));
    return seal;
  }
}
