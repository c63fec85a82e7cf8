package dev.florin.benchmarks.ledger;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Ids such as payment-service makes them for its deductions. */
final class TransferIds {

  private final AtomicLong count = new AtomicLong();

  /** A UUID of version 7 (the milliseconds, a count, and chance) and what it is for. */
  String next() {
    long head = (System.currentTimeMillis() << 16) | 0x7000 | (count.incrementAndGet() & 0xfff);
    long tail = (ThreadLocalRandom.current().nextLong() >>> 2) | (1L << 63);
    return new UUID(head, tail) + ":deduct";
  }
}
