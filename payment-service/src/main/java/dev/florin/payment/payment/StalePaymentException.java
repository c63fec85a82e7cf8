package dev.florin.payment.payment;

/** A write by a worker that no longer owns the payment: it has moved on, or another took it up. */
public final class StalePaymentException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StalePaymentException(Payment payment) {
    super("payment " + payment.id() + " was taken up by another worker", null, false, false);
  }
}
