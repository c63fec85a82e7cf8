package dev.florin.payment.authorization;

import java.util.BitSet;

/** How many of the last thousand payments succeeded. */
final class SuccessWindow {

  private static final int SIZE = 1_000;

  private final BitSet succeeded = new BitSet(SIZE);
  private int next;
  private int filled;

  synchronized void add(boolean success) {
    succeeded.set(next, success);
    next = (next + 1) % SIZE;
    filled = Math.min(filled + 1, SIZE);
  }

  /** Between 0 and 1; not a number while there were none. */
  synchronized double rate() {
    return filled == 0 ? Double.NaN : (double) succeeded.cardinality() / filled;
  }
}
