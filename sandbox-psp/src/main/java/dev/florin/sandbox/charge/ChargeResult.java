package dev.florin.sandbox.charge;

/** What became of an order. */
public sealed interface ChargeResult {

  /** Booked now. */
  record Booked(ChargeDocument charge) implements ChargeResult {}

  /** The reference had been charged before with this very content. */
  record Repeated(ChargeDocument charge) implements ChargeResult {}

  /** The reference had been booked before with other content. */
  record Conflict() implements ChargeResult {}

  /** The reference was closed before; nothing is booked under it, nor will be. */
  record Closed() implements ChargeResult {}

  /** The caller was kept waiting, and nothing is known here. */
  record Lost() implements ChargeResult {}

  /** Booked now, but what the caller is told makes no sense. */
  record Garbled() implements ChargeResult {}
}
