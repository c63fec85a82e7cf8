package dev.florin.payment.idempotency;

/**
 * What a request was answered, to be repeated byte for byte.
 *
 * @param status the HTTP status
 * @param paymentId the external name of the payment that the answer is about
 * @param body the JSON text
 */
public record Answer(int status, String paymentId, String body) {}
