package dev.florin.payment.resolution;

import dev.florin.money.Money;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Work whose pauses are used up: it is still asked about every day, but a person should look.
 *
 * @param uuid the internal id of the payment, or of the operation on it
 * @param kind payment, or what the operation does
 * @param attemptId the attempt whose end is not known; null if it is not an attempt that it waits
 *     for
 * @param tries how often it was given back with its end open
 */
public record Parked(
    UUID uuid,
    String kind,
    UUID paymentUuid,
    String merchantId,
    String paymentId,
    Money amount,
    WaitsFor waitsFor,
    @Nullable String attemptId,
    int tries,
    Instant parkedAt,
    Instant createdAt,
    @Nullable String traceId) {

  /** Whether it is a payment itself, and not an operation on one. */
  boolean isPayment() {
    return uuid.equals(paymentUuid);
  }

  /** What keeps it from its end. */
  public enum WaitsFor {
    /** What became of the attempt, or of the deduction before it. */
    OUTCOME,
    /** The reversal of the deduction: nothing else may happen any more. */
    REVERSAL,
    /** The ledger, which refuses to follow what the channel did. */
    LEDGER;

    /** The name on the wire. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
