package dev.florin.account.journal;

import dev.florin.money.Money;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A transfer as it was posted or declined.
 *
 * @param declineCode why nothing moved; null if it did
 * @param legs what moved; empty if it was declined
 */
public record RecordedTransfer(
    String id,
    String kind,
    @Nullable String declineCode,
    @Nullable String merchantId,
    @Nullable String reverses,
    @Nullable String holdId,
    @Nullable String reason,
    @Nullable String traceId,
    Instant createdAt,
    List<Leg> legs) {

  /**
   * One side of it.
   *
   * @param direction {@code debit} or {@code credit}
   * @param account {@code wallet}, or the code of one of the platform's own accounts
   * @param userId whose wallet; null for the platform's own
   */
  public record Leg(String direction, String account, @Nullable String userId, Money amount) {}
}
