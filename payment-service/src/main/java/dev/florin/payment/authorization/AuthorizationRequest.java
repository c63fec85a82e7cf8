package dev.florin.payment.authorization;

import dev.florin.payment.idempotency.Fingerprint;
import dev.florin.payment.idempotency.RequestScope;
import dev.florin.payment.payment.Payment;

/** A well-formed request for a payment, by somebody who may make it. */
public record AuthorizationRequest(
    Payment.Terms terms, RequestScope scope, Fingerprint fingerprint) {}
