package dev.florin.account.ledger;

/** An account moved although its row was locked; the transaction is undone and tried again. */
class ConcurrentModificationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ConcurrentModificationException(String transferId) {
    super("an account changed while transfer " + transferId + " was posted");
  }
}
