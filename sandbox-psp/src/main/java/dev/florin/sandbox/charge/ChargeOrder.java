package dev.florin.sandbox.charge;

import org.jspecify.annotations.Nullable;

/**
 * What a caller wants charged.
 *
 * @param reference the caller's own name of the charge; charged at most once
 * @param amount in minor units of the currency
 * @param currency ISO 4217 code
 * @param method the rail, such as {@code credit_card}
 * @param token the card's token, which chooses the behaviour; null behaves as approved
 * @param capture whether the money is taken at once; otherwise it is only reserved
 */
public record ChargeOrder(
    String reference,
    long amount,
    String currency,
    String method,
    @Nullable String token,
    boolean capture) {}
