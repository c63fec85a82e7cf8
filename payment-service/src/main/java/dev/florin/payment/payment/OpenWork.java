package dev.florin.payment.payment;

/** Work on a payment whose end may be open; asking for the payment hastens its next try. */
@FunctionalInterface
public interface OpenWork {

  /** Has what is open of the payment looked at soon; at most once in five seconds. */
  void hasten(Payment payment);
}
