package dev.florin.payment.authorization;

import dev.florin.money.Money;
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

  /** Reserves the amount in the payer's wallet, once however often it is asked. */
  Deduction hold(Payment payment);

  /**
   * Sets free what is still reserved, once however often it is asked; if nothing was, sees to it
   * that it never will be.
   *
   * @return whether that is done for sure
   */
  boolean release(Payment payment);

  /**
   * Takes a part of what is reserved.
   *
   * @param id of the posting; it has its effect once
   * @param last whether what is left is set free
   */
  Movement capture(Payment payment, String id, Money amount, boolean last);

  /**
   * Gives a part of what was paid back to the payer.
   *
   * @param id of the posting; it has its effect once
   */
  Movement refund(Payment payment, String id, Money amount);

  /** What came of a movement that the third party has made already. */
  sealed interface Movement {

    /** The money moved. */
    record Posted() implements Movement {}

    /** It did not, nor will it: somebody has to look why. */
    record Refused(String code) implements Movement {}

    /** It may have moved, or may be moved by asking again. */
    record Unclear() implements Movement {}
  }

  /** What came of a deduction or a hold. */
  sealed interface Deduction {

    /** The amount is taken, or reserved. */
    record Posted() implements Deduction {}

    /** The wallet does not give it; nothing was taken. */
    record Declined(PaymentError code) implements Deduction {}

    /** This call had no effect. */
    record NotPosted() implements Deduction {}

    /** It may have been taken. */
    record Unknown() implements Deduction {}
  }
}
