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

  private Foreground() {}

  static void run(Stack stack, Progress progress, Runnable start) {
    AtomicBoolean ending = new AtomicBoolean();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  ending.set(true);
                  progress.line("");
                  new Shutdown(stack, progress).run();
                },
                "shutdown"));
    start.run();
    LauncherClasses.loadAll();
    progress.line("\nCtrl-C stops everything.");
    watch(stack, progress, ending);
  }

  /** Tells of parts that come and go; returns when another command has stopped them all. */
  private static void watch(Stack stack, Progress progress, AtomicBoolean ending) {
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
