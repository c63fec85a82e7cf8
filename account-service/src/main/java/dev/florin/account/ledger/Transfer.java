package dev.florin.account.ledger;

import org.jspecify.annotations.Nullable;

/**
 * What a transfer is, apart from the money it moves.
 *
 * @param id chosen by the caller; used for one content only, for ever
 * @param merchantId on whose behalf; null for what belongs to no merchant
 * @param reverses the transfer that this one takes back
 * @param reason why, in the caller's words; not part of the content
 * @param content what the id stands for: the same id with another content is a conflict
 */
public record Transfer(
    String id,
    TransferKind kind,
    @Nullable String merchantId,
    @Nullable String reverses,
    @Nullable String reason,
    Fingerprint content) {

  /** A transfer that reverses nothing. */
  public static Transfer of(
      String id, TransferKind kind, @Nullable String merchantId, Fingerprint content) {
    return new Transfer(id, kind, merchantId, null, null, content);
  }

  /** The same transfer on behalf of that merchant, if it names none itself. */
  Transfer onBehalfOf(@Nullable String merchant) {
    return merchantId == null ? new Transfer(id, kind, merchant, reverses, reason, content) : this;
  }
}
