package dev.florin.payment.authorization;

import dev.florin.payment.idempotency.IdempotentRequest;
import dev.florin.payment.payment.Payment;

/** A well-formed request for a payment, by somebody who may make it. */
public record AuthorizationRequest(Payment.Terms terms, IdempotentRequest request) {}
