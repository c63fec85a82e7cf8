package dev.florin.payment.review;

import dev.florin.payment.idempotency.IdempotentRequest;
import dev.florin.payment.payment.Payment;

/**
 * A well-formed decision, by somebody who may decide.
 *
 * @param payment the payment as it was found; it may have moved since
 * @param reason why, in the decider's words
 */
public record ReviewRequest(
    Payment payment, Decision decision, String reason, IdempotentRequest request) {}
