package dev.florin.payment.idempotency;

/** Whether a request is to be carried out. */
public sealed interface Admission<W> {

  /** It is new, or was given up by a worker that died: the work is the caller's to do. */
  record Admitted<W>(W work) implements Admission<W> {}

  /** It was carried out before, and this is what it was answered. */
  record Replayed<W>(Answer answer) implements Admission<W> {}

  /** It was answered before that its end is open; this is how it stands now. */
  record StillOpen<W>(Answer answer) implements Admission<W> {}
}
