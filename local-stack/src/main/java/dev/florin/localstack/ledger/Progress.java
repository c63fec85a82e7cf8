package dev.florin.localstack.ledger;

import java.time.Duration;
import java.util.function.Consumer;

/** Tells now and then how far a long run is. */
final class Progress {
  private static final long PAUSE_NANOS = Duration.ofSeconds(2).toNanos();

  private final Consumer<String> listener;
  private long dueNanos = System.nanoTime() + PAUSE_NANOS;

  Progress(Consumer<String> listener) {
    this.listener = listener;
  }

  /**
   * Tells, unless it did so just before.
   *
   * @param format has one place for a number
   */
  @SuppressWarnings("AnnotateFormatMethod") // the number is formatted only when it is told
  void report(String format, long number) {
    if (System.nanoTime() - dueNanos >= 0) {
      listener.accept(format.formatted(number));
      dueNanos = System.nanoTime() + PAUSE_NANOS;
    }
  }
}
