package dev.florin.account.ledger;

import java.util.Locale;

/** What a transfer is for. */
public enum TransferKind {
  /** Money comes in. */
  DEPOSIT,
  /** A payment takes money from its payer. */
  DEDUCTION,
  /** An earlier transfer is taken back. */
  REVERSAL,
  /** A payment's money is owed to the channel that carried it. */
  SETTLEMENT,
  /** A payment takes money that a hold reserved for it. */
  CAPTURE,
  /** One user pays another. */
  TRANSFER,
  /** An operator corrects a balance. */
  ADJUSTMENT,
  /** A payment gives back what it paid, or a part of it. */
  REFUND;

  /** Whether a command that takes back {@code named} may take this back: a capture is one. */
  boolean isReversedAs(TransferKind named) {
    return this == named || (this == CAPTURE && named == DEDUCTION);
  }

  static TransferKind of(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }

  /** The kind as rows and answers spell it. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
