package dev.florin.sandbox.charge;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A capture, void or refund in the book; never changed.
 *
 * @param id the provider's own id
 * @param order what was asked for
 * @param declineCode why it was declined; null if it was done
 * @param createdAt when it was booked
 */
public record FollowUp(
    String id, FollowUpOrder order, @Nullable String declineCode, Instant createdAt) {}
