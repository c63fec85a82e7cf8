package dev.florin.sandbox.charge;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of the provider's book.
 *
 * @param id the provider's own id, {@code ch_…}
 * @param order what was asked for
 * @param status how far it is; a decision stays
 * @param declineCode why the charge was declined
 * @param confirmedAmount what callers are told was taken
 * @param authenticationKey the secret part of the address of the payer's page
 * @param totals what became of the money, in minor units
 * @param createdAt when it was booked
 */
public record Charge(
    String id,
    ChargeOrder order,
    Status status,
    @Nullable String declineCode,
    long confirmedAmount,
    @Nullable String authenticationKey,
    Totals totals,
    Instant createdAt) {

  /** How far a charge is. */
  public enum Status {
    /** Taken in, but nobody is told of it yet. */
    DEFERRED,
    /** Will be decided later. */
    PENDING,
    /** Waits for the payer. */
    REQUIRES_ACTION,
    /** Money was taken or reserved. */
    APPROVED,
    /** Refused. */
    DECLINED
  }

  /** What was captured, released and given back. */
  public record Totals(long captured, long voided, long refunded) {}

  /** What an authorisation still reserves. */
  long reserved() {
    return order.capture() ? 0 : order.amount() - totals.captured() - totals.voided();
  }

  /** What a charge took and did not give back; what an authorisation took is its captures'. */
  long refundable() {
    return order.capture() ? totals.captured() - totals.refunded() : 0;
  }
}
