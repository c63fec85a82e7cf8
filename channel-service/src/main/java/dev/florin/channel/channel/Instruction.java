package dev.florin.channel.channel;

import dev.florin.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * What a provider is asked to do.
 *
 * @param reference our attempt id; the provider carries a reference out at most once
 * @param operation what it is to do
 * @param amount how much
 * @param paymentMethod the rail, such as {@code credit_card}
 * @param paymentToken the card's token at the provider; never a card number
 * @param ofReference our attempt id of what it applies to; null for charges and authorisations
 */
public record Instruction(
    String reference,
    Operation operation,
    Money amount,
    String paymentMethod,
    @Nullable String paymentToken,
    @Nullable String ofReference) {}
