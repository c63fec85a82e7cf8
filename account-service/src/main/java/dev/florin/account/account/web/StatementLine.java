package dev.florin.account.account.web;

import dev.florin.account.account.StatementEntry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A statement's line as clients see it.
 *
 * @param entryId unique within the account; what {@code starting_after} and {@code ending_before}
 *     name
 */
record StatementLine(
    String entryId,
    String transferId,
    String kind,
    String direction,
    String amount,
    String currency,
    String balanceAfter,
    @Nullable String reverses,
    Instant createdAt,
    @Nullable String traceId) {

  static StatementLine of(StatementEntry entry) {
    return new StatementLine(
        Long.toString(entry.number()),
        entry.transferId(),
        entry.kind(),
        entry.direction(),
        entry.amount().toDecimalString(),
        entry.amount().currencyCode(),
        entry.balanceAfter().toDecimalString(),
        entry.reverses(),
        entry.createdAt(),
        entry.traceId());
  }
}
