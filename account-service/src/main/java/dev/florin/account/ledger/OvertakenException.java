package dev.florin.account.ledger;

/**
 * Another transaction changed what a batch had already looked at; the batch is undone and tried
 * again.
 */
final class OvertakenException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  OvertakenException(String message) {
    super(message);
  }
}
