package dev.florin.sandbox.charge;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of the provider's book; never changed once written.
 *
 * @param id the provider's own id, {@code ch_…}
 * @param order what was asked for
 * @param declineCode why the charge was declined; null when it was approved
 * @param createdAt when it was booked
 */
public record Charge(
    String id, ChargeOrder order, @Nullable String declineCode, Instant createdAt) {

  /** Whether money moved. */
  public boolean approved() {
    return declineCode == null;
  }
}
