package dev.florin.account.integrity;

/** What must hold at every moment. */
public enum Invariant {
  /** Money is moved, not made. */
  I1("debits equal credits, in every transfer and in the whole ledger, per currency"),
  /** The balance is the sum of the postings. */
  I2("each posting continues the one before it, and the account stands at its last one"),
  /** Nobody spends what is not there. */
  I3("no wallet is below zero, holds included"),
  /** Once means once. */
  I4("one effect per transfer id, and one reversal, equal and opposite, per transfer"),
  /** Only legal states. */
  I8("every hold is in a legal state"),
  /** What is reserved is reserved by somebody. */
  I14("held is the sum of what the placed holds reserve, and every hold ends"),
  /** The audit is complete. */
  A1("the audit's chain is whole"),
  /** Nothing is done by hand unseen. */
  A2("every adjustment, and every account's status, is in the audit");

  private final String meaning;

  Invariant(String meaning) {
    this.meaning = meaning;
  }

  /** The invariant in a sentence. */
  public String meaning() {
    return meaning;
  }
}
