package dev.florin.account.journal;

import dev.florin.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A hold as it is now.
 *
 * @param userId whose wallet; null if it was never placed
 * @param amounts null if it was never placed
 * @param updatedAt when it last changed; for one that is no longer placed, when it ended
 */
public record RecordedHold(
    String id,
    String status,
    @Nullable String declineCode,
    @Nullable String merchantId,
    @Nullable String userId,
    @Nullable Amounts amounts,
    @Nullable Instant expiresAt,
    @Nullable String traceId,
    Instant createdAt,
    Instant updatedAt) {

  /** What was reserved, what of it was posted and what is still reserved. */
  public record Amounts(Money amount, Money posted, Money remaining) {}
}
