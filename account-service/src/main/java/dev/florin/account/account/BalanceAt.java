package dev.florin.account.account;

import dev.florin.money.Money;
import java.time.Instant;

/**
 * What an account's postings came to at a moment. What was held then is not known: holds keep their
 * last state only.
 *
 * @param version the number of the last posting by then; 0 if there was none
 */
public record BalanceAt(Instant at, Money posted, long version) {}
