package dev.florin.account.account.web;

import dev.florin.account.account.Wallet;
import java.time.Instant;
import java.util.UUID;

/** An account as clients see it; amounts are decimal strings. */
record AccountAnswer(
    UUID accountId,
    String userId,
    String currency,
    String balance,
    String available,
    String held,
    String status,
    Instant createdAt) {

  static AccountAnswer of(Wallet wallet) {
    return new AccountAnswer(
        wallet.id(),
        wallet.userId(),
        wallet.currency(),
        wallet.balance().toDecimalString(),
        wallet.available().toDecimalString(),
        wallet.held().toDecimalString(),
        wallet.status(),
        wallet.createdAt());
  }
}
