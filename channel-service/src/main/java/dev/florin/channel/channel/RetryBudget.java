package dev.florin.channel.channel;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How much may be tried again: a share of the calls, so that a provider in trouble is never called
 * much more often than there are instructions. Whoever retries above or below this service would
 * multiply with it; this is the one layer that does.
 */
final class RetryBudget {

  /** One retry costs a whole call, and each call earns its percentage of one. */
  private static final int WHOLE = 100;

  private final int percentage;
  private final int most;
  private final AtomicInteger saved;

  /**
   * @param percentage how many retries a hundred calls earn
   * @param burst how many retries are saved up at most, and at the start
   */
  RetryBudget(int percentage, int burst) {
    this.percentage = percentage;
    this.most = burst * WHOLE;
    this.saved = new AtomicInteger(most);
  }

  /** A call is made for the first time. */
  void earn() {
    saved.updateAndGet(credit -> Math.min(most, credit + percentage));
  }

  /** Whether one more retry may be made; if so, it is paid for. */
  boolean spend() {
    return saved.getAndUpdate(credit -> credit >= WHOLE ? credit - WHOLE : credit) >= WHOLE;
  }
}
