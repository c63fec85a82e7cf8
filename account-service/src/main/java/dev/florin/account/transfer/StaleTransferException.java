package dev.florin.account.transfer;

/** A write by a worker that no longer owns the transfer: it has ended, or another took it up. */
final class StaleTransferException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StaleTransferException(UserTransfer transfer) {
    super("transfer " + transfer.id() + " was taken up by another worker", null, false, false);
  }
}
