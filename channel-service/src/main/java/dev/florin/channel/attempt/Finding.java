package dev.florin.channel.attempt;

import dev.florin.channel.attempt.Attempt.Status;
import org.jspecify.annotations.Nullable;

/**
 * What an operator found out about an attempt.
 *
 * @param result approved, declined or not sent
 * @param transactionId the provider's id of what it did
 * @param declineCode why it was declined
 * @param actor who found it out
 * @param reason how
 */
public record Finding(
    Status result,
    @Nullable String transactionId,
    @Nullable String declineCode,
    String actor,
    String reason) {}
