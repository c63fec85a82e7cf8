package dev.florin.web.client;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How much may be tried again: a share of the calls, so that a neighbour in trouble is never called
 * much more often than there is work. Whoever retries above or below the same call would multiply
 * with it; one layer does.
 */
public final class RetryBudget {

  /** One retry costs a whole call, and each call earns its percentage of one. */
  private static final int WHOLE = 100;

  private final int percentage;
  private final int most;
  private final AtomicInteger saved;

  /**
   * @param percentage how many retries a hundred calls earn
   * @param burst how many retries are saved up at most, and at the start
   */
  public RetryBudget(int percentage, int burst) {
    this.percentage = percentage;
    this.most = burst * WHOLE;
    this.saved = new AtomicInteger(most);
  }

  /** A call is made for the first time. */
  public void earn() {
    saved.updateAndGet(credit -> Math.min(most, credit + percentage));
  }

  /** Whether one more retry may be made; if so, it is paid for. */
  public boolean spend() {
    return saved.getAndUpdate(credit -> credit >= WHOLE ? credit - WHOLE : credit) >= WHOLE;
  }
}
