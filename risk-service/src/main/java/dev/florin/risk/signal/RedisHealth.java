package dev.florin.risk.signal;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether Redis is worth asking. Once it failed, one caller per pause tries again and all others go
 * on without, so that requests neither wait for its time-out nor queue for its connection.
 */
final class RedisHealth {

  private static final Logger LOG = LoggerFactory.getLogger(RedisHealth.class);

  private static final Duration PAUSE = Duration.ofMillis(250);

  private final AtomicBoolean healthy = new AtomicBoolean();
  private final AtomicLong tryAgainAtNanos = new AtomicLong(System.nanoTime());

  boolean isWorthAsking() {
    if (healthy.get()) {
      return true;
    }
    long due = tryAgainAtNanos.get();
    long now = System.nanoTime();
    return now - due >= 0 && tryAgainAtNanos.compareAndSet(due, now + PAUSE.toNanos());
  }

  void succeeded() {
    if (healthy.compareAndSet(false, true)) {
      LOG.info("Velocity is available");
    }
  }

  void failed(RuntimeException reason) {
    tryAgainAtNanos.set(System.nanoTime() + PAUSE.toNanos());
    if (healthy.compareAndSet(true, false)) {
      LOG.warn("Velocity is unavailable; assessments go on without it", reason);
    }
  }
}
