package dev.florin.localstack.stack;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stops everything in good order: first who takes requests, last who keeps data. */
public final class Shutdown {
  private final Stack stack;
  private final Progress progress;
  private final List<RuntimeException> failures = new CopyOnWriteArrayList<>();

  public Shutdown(Stack stack, Progress progress) {
    this.stack = stack;
    this.progress = progress;
  }

  /**
   * Returns when no part is left; how many there were.
   *
   * @throws IllegalStateException for a process that does not go; all others are stopped then too
   */
  public int run() {
    attempt(() -> CacheWarming.stop(stack));
    List<Part> services = List.copyOf(stack.services());
    List<Part> servers = stack.parts().stream().filter(part -> !services.contains(part)).toList();
    int stopped =
        stop(services.subList(services.size() - 1, services.size()))
            + stop(services.subList(0, services.size() - 1))
            + stop(servers);
    if (!failures.isEmpty()) {
      throw failures.getFirst();
    }
    PortMemory.forget(stack.home());
    return stopped;
  }

  private int stop(List<Part> parts) {
    List<Part> running =
        parts.stream().filter(part -> stack.process(part).running().isPresent()).toList();
    CompletableFuture.allOf(
            running.stream()
                .map(
                    part ->
                        CompletableFuture.runAsync(
                            () -> attempt(() -> stop(part)), Shutdown::inThread))
                .toArray(CompletableFuture[]::new))
        .join();
    return running.size();
  }

  private void stop(Part part) {
    try {
      stack.process(part).stop(part.stopSignal(), part.stopLimit());
    } catch (IllegalStateException e) {
      throw new IllegalStateException(part.name() + " does not stop: " + e.getMessage(), e);
    }
    progress.line("  %-13s stopped".formatted(part.name()));
  }

  private void attempt(Runnable stop) {
    try {
      stop.run();
    } catch (IllegalStateException e) {
      failures.add(e);
    }
  }

  private static void inThread(Runnable command) {
    Thread.ofVirtual().start(command);
  }
}
