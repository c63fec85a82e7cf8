package dev.florin.account.seal;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers the proof of a transfer from what is stored of its block. */
public final class FindProof {

  private final Seals seals;

  FindProof(Seals seals) {
    this.seals = seals;
  }

  /** What there is to say about a transfer. */
  public sealed interface Answer {

    /** The proof. */
    record Proved(Proof proof) implements Answer {}

    /** The transfer is in no block yet. */
    record NotSealedYet() implements Answer {}

    /** Its block does not contain it as it is now: it was changed, or added, afterwards. */
    record Tampered(long block) implements Answer {}
  }

  /** A transfer that may be seen by the asking side; what may not be seen is not there. */
  @FunctionalInterface
  public interface Visibility {

    /**
     * Whether a transfer may be seen.
     *
     * @param merchantId whose it is; null if it is the platform's own
     */
    boolean covers(@Nullable String merchantId);
  }

  /** Proves a transfer, if there is one that may be seen. */
  public Optional<Answer> find(String transferId, Visibility visibility) {
    return seals
        .transfer(transferId)
        .filter(transfer -> visibility.covers(transfer.merchantId()))
        .map(
            transfer ->
                seals
                    .blockOf(transfer.position())
                    .map(block -> answer(transfer, block))
                    .orElseGet(Answer.NotSealedYet::new));
  }

  /** The keys that sealed, oldest first. */
  public List<PublicSealKey> keys() {
    return seals.keys();
  }

  private static Answer answer(SealedTransfer transfer, Seals.Stored block) {
    byte[] leaf = transfer.leaf();
    int index = block.tree().indexOf(leaf);
    return index < 0
        ? new Answer.Tampered(block.seal().number())
        : new Answer.Proved(proof(transfer, leaf, index, block));
  }

  private static Proof proof(SealedTransfer transfer, byte[] leaf, int index, Seals.Stored block) {
    Seal seal = block.seal();
    return new Proof(
        transfer,
        Hashes.hex(leaf),
        index,
        block.tree().path(index),
        new Proof.Block(
            seal.number(),
            seal.firstPosition(),
            seal.lastPosition(),
            seal.transfers(),
            seal.root(),
            seal.previousHead(),
            seal.sealedAtMicros(),
            block.head(),
            block.signature(),
            seal.keyId(),
            block.publicKey()));
  }
}
