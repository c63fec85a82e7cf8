package dev.florin.sandbox.charge;

/** What became of an order. */
public sealed interface ChargeResult {

  /** Booked now. */
  record Booked(Charge charge) implements ChargeResult {}

  /** The reference had been charged before with this very content. */
  record Repeated(Charge charge) implements ChargeResult {}

  /** The reference had been charged before with other content. */
  record Conflict() implements ChargeResult {}

  /** Nothing was booked, and the caller was kept waiting. */
  record Lost() implements ChargeResult {}
}
