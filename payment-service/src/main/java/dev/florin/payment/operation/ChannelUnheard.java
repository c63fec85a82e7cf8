package dev.florin.payment.operation;

import dev.florin.payment.payment.Payment;

/**
 * A channel does not follow what was decided here, be it to give an authorisation up, or to give
 * back what was taken too late: somebody has to see what became of it there. Published in the
 * transaction that concludes the operation.
 *
 * @param operation the void, expiry or late refund; its {@code declineCode} is the channel's reason
 */
public record ChannelUnheard(Payment payment, Operation operation) {}
