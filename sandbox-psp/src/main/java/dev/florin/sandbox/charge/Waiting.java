package dev.florin.sandbox.charge;

import java.time.Duration;

/** Keeps a caller waiting as scripted. */
final class Waiting {

  private Waiting() {}

  /** Blocks a virtual thread only: every statement has returned its connection by then. */
  static void keep(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
