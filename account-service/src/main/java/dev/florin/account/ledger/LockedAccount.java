package dev.florin.account.ledger;

import dev.florin.money.Money;
import java.util.Locale;
import java.util.UUID;

/** An account under its lock, as a batch's commands change it one after the other. */
final class LockedAccount {

  enum Status {
    OPEN,
    FROZEN,
    CLOSED;

    static Status of(String code) {
      return valueOf(code.toUpperCase(Locale.ROOT));
    }
  }

  final UUID id;
  final boolean wallet;
  final String currency;
  final Status status;
  final long foundVersion;
  private final long foundHeld;
  private long posted;
  private long held;
  private long version;

  LockedAccount(
      UUID id,
      boolean wallet,
      String currency,
      Status status,
      long posted,
      long held,
      long version) {
    this.id = id;
    this.wallet = wallet;
    this.currency = currency;
    this.status = status;
    this.foundVersion = version;
    this.foundHeld = held;
    this.posted = posted;
    this.held = held;
    this.version = version;
  }

  long posted() {
    return posted;
  }

  long held() {
    return held;
  }

  long version() {
    return version;
  }

  boolean changed() {
    return version != foundVersion || held != foundHeld;
  }

  /** Only what is not held can be taken from a wallet; a system account has no floor. */
  boolean covers(long minorUnits) {
    return !wallet || posted - held >= minorUnits;
  }

  /** Whether the balance could take the amount without leaving the range of 64 bits. */
  boolean hasRoomFor(Direction direction, long minorUnits) {
    return direction == Direction.CREDIT
        ? posted <= Long.MAX_VALUE - minorUnits
        : posted >= Long.MIN_VALUE + minorUnits;
  }

  Entry post(Direction direction, Money amount) {
    posted = direction.apply(posted, amount.minorUnits());
    version++;
    return new Entry(id, direction, amount, version, posted);
  }

  void hold(long minorUnits) {
    held = Math.addExact(held, minorUnits);
  }

  void release(long minorUnits) {
    held = Math.subtractExact(held, minorUnits);
  }
}
