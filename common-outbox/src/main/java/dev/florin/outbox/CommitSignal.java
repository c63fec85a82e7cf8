package dev.florin.outbox;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes the relay of this process as soon as an event is committed; signals do not pile up. */
final class CommitSignal {

  private final Semaphore pending = new Semaphore(0);

  /** Wakes the waiting thread, or lets its next wait return at once. */
  void raise() {
    if (pending.availablePermits() == 0) {
      pending.release();
    }
  }

  /** Waits for a signal, at most this long. */
  void await(Duration atMost) throws InterruptedException {
    if (pending.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
      pending.drainPermits();
    }
  }
}
