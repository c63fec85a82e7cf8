package dev.florin.account.transfer;

/** Whether a request is to be carried out. */
sealed interface Admission {

  /** It is new, or was given up by a worker that died: the transfer is the caller's to run. */
  record Admitted(UserTransfer transfer) implements Admission {}

  /** It was carried out before, and this is what it was answered. */
  record Replayed(Answer answer) implements Admission {}

  /** It was answered before that its end is open; this is how it stands now. */
  record StillOpen(Answer answer) implements Admission {}
}
