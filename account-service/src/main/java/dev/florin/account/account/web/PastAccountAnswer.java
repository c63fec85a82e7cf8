package dev.florin.account.account.web;

import dev.florin.account.account.BalanceAt;
import dev.florin.account.account.Wallet;
import java.time.Instant;
import java.util.UUID;

/**
 * An account as it was. What was held, and so what was available, is told for now only.
 *
 * @param version the number of the last posting by then; 0 if there was none
 */
record PastAccountAnswer(
    UUID accountId,
    String userId,
    String currency,
    Instant at,
    String balance,
    String posted,
    long version) {

  static PastAccountAnswer of(Wallet wallet, BalanceAt balance) {
    return new PastAccountAnswer(
        wallet.id(),
        wallet.userId(),
        wallet.currency(),
        balance.at(),
        balance.posted().toDecimalString(),
        balance.posted().toDecimalString(),
        balance.version());
  }
}
