package dev.florin.payment.payment;

/** What is known of a payer. */
@FunctionalInterface
public interface PayerHistory {

  /** Whether the user has paid this merchant before. */
  boolean hasPaidBefore(String merchantId, String userId);
}
