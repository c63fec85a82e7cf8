package dev.florin.channel.channel;

import dev.florin.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * What a provider is asked to take.
 *
 * @param reference our attempt id; the provider charges a reference at most once
 * @param amount how much
 * @param paymentMethod the rail, such as {@code credit_card}
 * @param paymentToken the card's token at the provider; never a card number
 */
public record Charge(
    String reference, Money amount, String paymentMethod, @Nullable String paymentToken) {}
