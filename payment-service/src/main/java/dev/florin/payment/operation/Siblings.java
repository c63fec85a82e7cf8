package dev.florin.payment.operation;

import dev.florin.payment.payment.Payment;
import java.util.List;

/** What is done to one payment. */
interface Siblings {

  /** All operations on a payment, the oldest first. */
  List<Operation> of(Payment.Id payment);
}
