package dev.florin.payment.payment;

/**
 * What must be written down before it is acted upon, since a later run that asks again might hear
 * something else. Both refuse a worker that was overtaken by a {@link StalePaymentException}.
 */
public interface Decisions {

  /** The payment goes on without an assessment. */
  Payment goOnDegraded(Payment payment);

  /** The payment ends here: nothing but the reversal of its deduction may happen any more. */
  Payment abandon(Payment payment, PaymentError reason);
}
