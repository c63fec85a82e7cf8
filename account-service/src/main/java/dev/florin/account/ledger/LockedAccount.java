package dev.florin.account.ledger;

import dev.florin.money.Money;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An account's row as it is under its lock. */
record LockedAccount(
    UUID id,
    boolean wallet,
    @Nullable String merchantId,
    @Nullable String userId,
    Status status,
    long posted,
    long held,
    long version) {

  enum Status {
    OPEN,
    FROZEN,
    CLOSED
  }

  boolean isWalletOf(String merchant, String user) {
    return wallet && merchant.equals(merchantId) && user.equals(userId);
  }

  /** Only what is not held can be taken from a wallet; a system account has no floor. */
  boolean covers(long amount) {
    return !wallet || posted - held >= amount;
  }

  Entry entry(Direction direction, Money amount) {
    return new Entry(
        id, direction, amount, version + 1, direction.apply(posted, amount.minorUnits()));
  }
}
