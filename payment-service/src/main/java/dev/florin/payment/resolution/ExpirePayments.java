package dev.florin.payment.resolution;

import dev.florin.payment.operation.ExpiringPayments;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Ends payments that were not captured in time. It only begins their end; what has to be done for
 * it is an operation like any other.
 */
@Component
@ConditionalOnBooleanProperty(name = "florin.payment.resolution.enabled", matchIfMissing = true)
public class ExpirePayments {

  /** A run's; whoever else is scheduled waits for them. */
  private static final int MAX_AT_ONCE = 1_000;

  private final ExpiringPayments expiring;

  ExpirePayments(ExpiringPayments expiring) {
    this.expiring = expiring;
  }

  /** Begins the end of all payments whose time has passed. */
  @Scheduled(fixedDelayString = "${florin.payment.resolution.interval:1s}")
  public void expireDue() {
    int begun = 0;
    while (begun < MAX_AT_ONCE && expiring.expireNext()) {
      begun++;
    }
  }
}
