package dev.florin.payment.operation;

import dev.florin.payment.payment.Payment;

/**
 * An authorisation was given up here while its channel refused to, or was never told: somebody has
 * to see what became of it there. Published in the transaction that concludes the operation.
 *
 * @param operation the void or the expiry; its {@code declineCode} is the channel's reason, if it
 *     gave one
 */
public record ChannelUnheard(Payment payment, Operation operation) {}
