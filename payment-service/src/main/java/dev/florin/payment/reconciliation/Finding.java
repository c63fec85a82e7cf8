package dev.florin.payment.reconciliation;

import dev.florin.payment.reconciliation.ReconciliationCase.Kind;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was found to differ.
 *
 * @param attemptId the attempt that it is about; null if it is about the payment as a whole
 * @param channel the channel that told it
 * @param detail what was expected and what was found, by name
 */
public record Finding(
    Kind kind,
    UUID paymentUuid,
    @Nullable String attemptId,
    @Nullable String channel,
    Map<String, @Nullable String> detail) {}
