package dev.florin.payment.operation;

import dev.florin.money.Money;
import dev.florin.payment.idempotency.IdempotentRequest;
import dev.florin.payment.operation.Operation.Kind;
import dev.florin.payment.payment.Payment;
import org.jspecify.annotations.Nullable;

/**
 * A well-formed request for an operation, by somebody who may make it.
 *
 * @param payment the payment as it was found; it may have moved on since
 * @param amount how much; null for all that is there
 * @param finalCapture whether what a capture leaves is set free
 */
public record OperationRequest(
    Payment payment,
    Kind kind,
    @Nullable Money amount,
    boolean finalCapture,
    @Nullable String reason,
    IdempotentRequest request) {}
