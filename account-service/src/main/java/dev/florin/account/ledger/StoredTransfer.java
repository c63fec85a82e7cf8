package dev.florin.account.ledger;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A transfer's row, read or about to be written.
 *
 * @param declineCode why nothing moved; null if it did
 * @param fingerprint what the id stands for, 64 hexadecimal digits; null for a fence
 * @param entries what it posted; empty if it was declined
 */
record StoredTransfer(
    String id,
    TransferKind kind,
    @Nullable DeclineCode declineCode,
    @Nullable String merchantId,
    @Nullable String reverses,
    @Nullable String holdId,
    @Nullable String reason,
    @Nullable String fingerprint,
    @Nullable String traceId,
    Instant createdAt,
    List<Entry> entries) {

  StoredTransfer with(List<Entry> posted) {
    return new StoredTransfer(
        id,
        kind,
        declineCode,
        merchantId,
        reverses,
        holdId,
        reason,
        fingerprint,
        traceId,
        createdAt,
        posted);
  }
}
