package dev.florin.account.account.web;

import dev.florin.account.account.Wallet;
import java.time.Instant;
import java.util.UUID;

/**
 * An account as clients see it; amounts are decimal strings.
 *
 * @param balance the same as {@code posted}
 * @param version the number of its last posting; what was read is as new as that
 */
record AccountAnswer(
    UUID accountId,
    String userId,
    String currency,
    String balance,
    String posted,
    String held,
    String available,
    String status,
    long version,
    Instant createdAt) {

  static AccountAnswer of(Wallet wallet) {
    return new AccountAnswer(
        wallet.id(),
        wallet.userId(),
        wallet.currency(),
        wallet.balance().toDecimalString(),
        wallet.balance().toDecimalString(),
        wallet.held().toDecimalString(),
        wallet.available().toDecimalString(),
        wallet.status(),
        wallet.version(),
        wallet.createdAt());
  }
}
