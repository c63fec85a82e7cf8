package dev.florin.account.seal;

import dev.florin.account.seal.FieldHash.Domain;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A transfer as it is sealed: every column of its row, and its postings in the order of their legs.
 * Hashes are lower-case hexadecimal, amounts and balances whole minor units, times microseconds
 * since 1970-01-01T00:00:00Z.
 *
 * @param legs how many postings the row announces; none if it was declined
 */
public record SealedTransfer(
    long position,
    String id,
    String kind,
    @Nullable String declineCode,
    @Nullable String merchantId,
    @Nullable String reverses,
    @Nullable String holdId,
    @Nullable String reason,
    @Nullable String fingerprint,
    @Nullable String traceId,
    long createdAtMicros,
    int legs,
    List<SealedPosting> postings) {

  private static final String FORMAT = "florin.transfer.v1";

  public SealedTransfer {
    postings = List.copyOf(postings);
  }

  /** One leg of a sealed transfer. */
  public record SealedPosting(
      int leg,
      String accountId,
      long accountVersion,
      String direction,
      long amount,
      String currency,
      long balanceAfter) {}

  /** The transfer's leaf in its block's tree. */
  byte[] leaf() {
    FieldHash fields =
        new FieldHash(Domain.TRANSFER)
            .add(FORMAT)
            .add(position)
            .add(id)
            .add(kind)
            .add(declineCode)
            .add(merchantId)
            .add(reverses)
            .add(holdId)
            .add(reason)
            .add(fingerprint)
            .add(traceId)
            .add(createdAtMicros)
            .add(legs);
    for (SealedPosting posting : postings) {
      fields
          .add(posting.leg())
          .add(posting.accountId())
          .add(posting.accountVersion())
          .add(posting.direction())
          .add(posting.amount())
          .add(posting.currency())
          .add(posting.balanceAfter());
    }
    return fields.hash();
  }
}
