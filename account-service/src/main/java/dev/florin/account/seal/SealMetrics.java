package dev.florin.account.seal;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What sealing reports. The gauge describes the whole ledger, so every instance reports the same:
 * take the maximum, not the sum.
 */
final class SealMetrics {

  private final Counter sealed;
  private final InstantSource clock;
  private volatile @Nullable Instant oldestUnsealed;

  SealMetrics(MeterRegistry registry, InstantSource clock) {
    this.clock = clock;
    sealed =
        Counter.builder("ledger.sealed.transfers")
            .description("Transfers sealed by this instance")
            .register(registry);
    TimeGauge.builder("ledger.seal.lag", this, TimeUnit.MILLISECONDS, SealMetrics::lagMillis)
        .description("Age of the oldest transfer that is not sealed")
        .register(registry);
  }

  void sealed(int transfers) {
    sealed.increment(transfers);
  }

  /** Remembered as a moment, so that the lag grows while nobody measures it. */
  void oldestUnsealed(@Nullable Instant createdAt) {
    oldestUnsealed = createdAt;
  }

  private long lagMillis() {
    Instant oldest = oldestUnsealed;
    return oldest == null ? 0 : Math.max(0, Duration.between(oldest, clock.instant()).toMillis());
  }
}
