package dev.florin.account.hold;

import dev.florin.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A hold as it is now.
 *
 * @param status {@code placed}, {@code posted}, {@code voided}, {@code expired} or {@code declined}
 * @param declineCode why it was never placed; null if it was
 * @param money what it reserved, posted and still reserves; null if it was never placed
 * @param expiresAt when it lapses, by the database's clock; null if it was never placed
 * @param traceId the trace that placed, declined or fenced it
 */
public record HoldRecord(
    String id,
    String status,
    @Nullable String declineCode,
    @Nullable Amounts money,
    @Nullable Instant expiresAt,
    @Nullable String traceId) {

  /** The amounts of a hold that was placed. */
  public record Amounts(Money amount, Money posted, Money remaining) {}
}
