package dev.florin.localstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Signals by name, which Java itself cannot send. */
final class Signals {
  private Signals() {}

  static void send(long pid, String signal) {
    try {
      new ProcessBuilder("sh", "-c", "kill -\"$0\" \"$1\"", signal, Long.toString(pid))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot signal process " + pid, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while signalling a process", e);
    }
  }
}
