package dev.florin.payment.idempotency;

/**
 * A well-formed request, by somebody who may make it.
 *
 * @param scope which request it is
 * @param fingerprint what it means
 */
public record IdempotentRequest(RequestScope scope, Fingerprint fingerprint) {}
