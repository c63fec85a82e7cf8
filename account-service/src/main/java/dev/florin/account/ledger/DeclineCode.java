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
  /** The reversal came first. */
  FENCED;

  /** The code as rows and answers spell it. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static DeclineCode of(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}
