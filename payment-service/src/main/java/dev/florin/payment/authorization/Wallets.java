package dev.florin.payment.authorization;

import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.PaymentError;

/** Where the payer's money is. */
public interface Wallets {

  /** Takes the amount from the payer's wallet, once however often it is asked. */
  Deduction deduct(Payment payment);

  /**
   * Gives it back, once however often it is asked; if it was never taken, sees to it that it never
   * will be.
   *
   * @return whether that is done for sure
   */
  boolean reverse(Payment payment, PaymentError reason);

  /** What came of a deduction. */
  sealed interface Deduction {

    /** The amount is taken. */
    record Posted() implements Deduction {}

    /** The wallet does not give it; nothing was taken. */
    record Declined(PaymentError code) implements Deduction {}

    /** This call had no effect. */
    record NotPosted() implements Deduction {}

    /** It may have been taken. */
    record Unknown() implements Deduction {}
  }
}
