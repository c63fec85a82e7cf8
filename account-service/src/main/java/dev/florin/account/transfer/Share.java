package dev.florin.account.transfer;

import dev.florin.money.Money;

/** Who gets how much of a transfer. */
public record Share(String toUser, Money amount) {}
