package dev.florin.account.transfer;

/** How a run ended. */
sealed interface RunEnd {

  /** The transfer, with all that the run learned. */
  UserTransfer transfer();

  /** The payees have the money. */
  record Succeeded(UserTransfer transfer) implements RunEnd {}

  /** Nothing moved, nor ever will; the transfer says why. */
  record Failed(UserTransfer transfer) implements RunEnd {}

  /** What came of it is not known, or nothing could be decided yet. */
  record Unresolved(UserTransfer transfer) implements RunEnd {}
}
