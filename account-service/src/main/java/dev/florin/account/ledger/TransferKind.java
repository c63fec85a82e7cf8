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
  SETTLEMENT;

  /** The kind as rows and answers spell it. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
