package dev.florin.account.ledger;

import java.util.Locale;

/** The side of an account that a posting is on; a balance is credits minus debits. */
public enum Direction {
  /** Lowers the balance. */
  DEBIT,
  /** Raises the balance. */
  CREDIT;

  static Direction of(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }

  Direction opposite() {
    return this == DEBIT ? CREDIT : DEBIT;
  }

  /** The direction as rows and answers spell it. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  long apply(long balance, long amount) {
    return this == CREDIT ? Math.addExact(balance, amount) : Math.subtractExact(balance, amount);
  }
}
