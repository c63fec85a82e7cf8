package dev.florin.payment.authorization;

import dev.florin.payment.payment.Payment;

/**
 * A payment has failed, and its channel tells that it has approved it all the same. Published in
 * the transaction that fails the payment, whose charge says what the channel did.
 */
public record ApprovedTooLate(Payment payment) {}
