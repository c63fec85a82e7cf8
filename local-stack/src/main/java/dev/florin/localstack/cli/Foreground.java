package dev.florin.localstack.cli;

import dev.florin.localstack.process.Waiting;
import dev.florin.localstack.stack.Part;
import dev.florin.localstack.stack.Progress;
import dev.florin.localstack.stack.Shutdown;
import dev.florin.localstack.stack.Stack;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** A stack that lives as long as its launcher: Ctrl-C ends both, in good order. */
final class Foreground {
  private static final Duration LONGEST = Duration.ofDays(3650);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Stack stack;
  private final Progress progress;
  private final AtomicBoolean owning = new AtomicBoolean();
  private final AtomicBoolean ending = new AtomicBoolean();

  Foreground(Stack stack, Progress progress) {
    this.stack = stack;
    this.progress = progress;
  }

  /** From now on the stack ends with this process, however that ends; may be repeated. */
  void own() {
    if (owning.compareAndSet(false, true)) {
      Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "shutdown"));
    }
  }

  /** Returns when another command has stopped all parts; what it starts next is not ours. */
  void watch() {
    LauncherClasses.loadAll();
    progress.line("\nCtrl-C stops everything.");
    awaitAllGone();
    if (!ending.get()) {
      owning.set(false);
    }
  }

  private void stop() {
    if (!owning.get()) {
      return;
    }
    ending.set(true);
    progress.line("");
    stack.endStarts();
    try {
      new Shutdown(stack, progress).run();
    } catch (IllegalStateException e) {
      progress.line("florin: " + e.getMessage());
    }
  }

  /** Tells of parts that come and go. */
  private void awaitAllGone() {
    Set<String> gone = new HashSet<>();
    Waiting.until(
        LONGEST,
        PAUSE,
        () -> {
          if (ending.get()) {
            return true;
          }
          for (Part part : stack.parts()) {
            boolean running = stack.process(part).running().isPresent();
            if (!running && gone.add(part.name())) {
              progress.line(
                  "  %-13s ended      ./florin logs %s; ./florin start %s"
                      .formatted(part.name(), part.name(), part.name()));
            } else if (running && gone.remove(part.name())) {
              progress.line("  %-13s is back".formatted(part.name()));
            }
          }
          return gone.size() == stack.parts().size();
        });
  }
}
