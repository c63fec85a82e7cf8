package dev.florin.account.seal.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.florin.account.seal.Proof;
import dev.florin.account.seal.SealedTransfer;
import dev.florin.account.seal.SealedTransfer.SealedPosting;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A proof as clients see it. Whatever is hashed is a string, exactly as it is hashed, or null.
 *
 * @param format names this shape; the hashed forms have names of their own
 */
record ProofAnswer(
    String format,
    TransferContent transfer,
    String leafHash,
    int leafIndex,
    List<PathStep> auditPath,
    SealedBlock block) {

  private static final String FORMAT = "florin.proof.v1";

  @JsonInclude(JsonInclude.Include.ALWAYS) // null is hashed too
  record TransferContent(
      String position,
      String id,
      String kind,
      @Nullable String declineCode,
      @Nullable String merchantId,
      @Nullable String reverses,
      @Nullable String holdId,
      @Nullable String reason,
      @Nullable String fingerprint,
      @Nullable String traceId,
      String createdAt,
      String legs,
      List<PostingContent> postings) {

    private static TransferContent of(SealedTransfer transfer) {
      return new TransferContent(
          Long.toString(transfer.position()),
          transfer.id(),
          transfer.kind(),
          transfer.declineCode(),
          transfer.merchantId(),
          transfer.reverses(),
          transfer.holdId(),
          transfer.reason(),
          transfer.fingerprint(),
          transfer.traceId(),
          Long.toString(transfer.createdAtMicros()),
          Integer.toString(transfer.legs()),
          transfer.postings().stream().map(PostingContent::of).toList());
    }
  }

  record PostingContent(
      String leg,
      String accountId,
      String accountVersion,
      String direction,
      String amount,
      String currency,
      String balanceAfter) {

    private static PostingContent of(SealedPosting posting) {
      return new PostingContent(
          Integer.toString(posting.leg()),
          posting.accountId(),
          Long.toString(posting.accountVersion()),
          posting.direction(),
          Long.toString(posting.amount()),
          posting.currency(),
          Long.toString(posting.balanceAfter()));
    }
  }

  record PathStep(String side, String hash) {

    private static PathStep of(Proof.Step step) {
      return new PathStep(step.side().name().toLowerCase(Locale.ROOT), step.hash());
    }
  }

  record SealedBlock(
      String number,
      String firstPosition,
      String lastPosition,
      String transfers,
      String root,
      String previousHead,
      String sealedAt,
      String keyId,
      String head,
      String signature,
      String publicKey) {

    private static SealedBlock of(Proof.Block block) {
      return new SealedBlock(
          Long.toString(block.number()),
          Long.toString(block.firstPosition()),
          Long.toString(block.lastPosition()),
          Integer.toString(block.transfers()),
          block.root(),
          block.previousHead(),
          Long.toString(block.sealedAtMicros()),
          block.keyId(),
          block.head(),
          block.signature(),
          block.publicKey());
    }
  }

  static ProofAnswer of(Proof proof) {
    return new ProofAnswer(
        FORMAT,
        TransferContent.of(proof.transfer()),
        proof.leafHash(),
        proof.leafIndex(),
        proof.path().stream().map(PathStep::of).toList(),
        SealedBlock.of(proof.block()));
  }
}
