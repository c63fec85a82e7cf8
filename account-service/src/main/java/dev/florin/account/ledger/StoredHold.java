package dev.florin.account.ledger;

import org.jspecify.annotations.Nullable;

/**
 * A hold's row, read or about to be written.
 *
 * @param hold the hold; null if it was never placed
 * @param declineCode why it was not placed; null if it was
 * @param fingerprint what the id stands for, 64 hexadecimal digits; null for a fence
 * @param traceId the trace that placed, declined or fenced it
 */
record StoredHold(
    String id,
    @Nullable Hold hold,
    @Nullable DeclineCode declineCode,
    @Nullable String fingerprint,
    @Nullable String traceId) {}
