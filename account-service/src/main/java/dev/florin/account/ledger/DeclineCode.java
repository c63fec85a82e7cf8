package dev.florin.account.ledger;

import java.util.Locale;

/** Why a transfer was declined; a declined id stays declined. */
public enum DeclineCode {
  /** The account has less available than the amount. */
  INSUFFICIENT_FUNDS,
  /** No such wallet in this currency. */
  ACCOUNT_NOT_FOUND,
  /** A frozen account pays nothing out. */
  ACCOUNT_FROZEN,
  /** A closed account takes part in nothing but the return of its own money. */
  ACCOUNT_CLOSED,
  /** The reversal, or the void, came first. */
  FENCED,
  /** A balance would leave the range of 64 bits. */
  BALANCE_OUT_OF_RANGE,
  /** No such hold. */
  HOLD_NOT_FOUND,
  /** The hold was never placed. */
  HOLD_DECLINED,
  /** The hold was posted in full, or for the last time. */
  ALREADY_POSTED,
  /** The hold was given up. */
  ALREADY_VOIDED,
  /** The hold has lapsed. */
  EXPIRED,
  /** More than the hold still reserves. */
  EXCEEDS_HOLD;

  /** The code as rows and answers spell it. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static DeclineCode of(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}
