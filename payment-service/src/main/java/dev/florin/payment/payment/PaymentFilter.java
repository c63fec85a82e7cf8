package dev.florin.payment.payment;

import dev.florin.payment.payment.Payment.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which of a merchant's payments are meant; what is null does not matter.
 *
 * @param amounts of that currency
 * @param createdFrom not before
 * @param createdTo before
 * @param reference the merchant's name for the payment, or the channel's
 * @param traceId the trace that began it
 */
public record PaymentFilter(
    @Nullable String userId,
    @Nullable Status status,
    @Nullable Amounts amounts,
    @Nullable Instant createdFrom,
    @Nullable Instant createdTo,
    @Nullable String reference,
    @Nullable String traceId) {

  /**
   * Amounts of a currency, in minor units.
   *
   * @param least null for no bound
   * @param most null for no bound
   */
  public record Amounts(String currency, @Nullable Long least, @Nullable Long most) {}
}
