package dev.florin.localstack.stack;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Stops everything in good order: first who takes requests, last who keeps data. */
public final class Shutdown {
  private final Stack stack;
  private final Progress progress;

  public Shutdown(Stack stack, Progress progress) {
    this.stack = stack;
    this.progress = progress;
  }

  /** Returns when no part is left; how many there were. */
  public int run() {
    CacheWarming.stop(stack);
    List<Part> services = List.copyOf(stack.services());
    List<Part> servers = stack.parts().stream().filter(part -> !services.contains(part)).toList();
    return stop(services.subList(services.size() - 1, services.size()))
        + stop(services.subList(0, services.size() - 1))
        + stop(servers);
  }

  private int stop(List<Part> parts) {
    List<Part> running =
        parts.stream().filter(part -> stack.process(part).running().isPresent()).toList();
    CompletableFuture.allOf(
            running.stream()
                .map(part -> CompletableFuture.runAsync(() -> stop(part), Shutdown::inThread))
                .toArray(CompletableFuture[]::new))
        .join();
    return running.size();
  }

  private void stop(Part part) {
    stack.process(part).stop(part.stopSignal(), part.stopLimit());
    progress.line("  %-13s stopped".formatted(part.name()));
  }

  private static void inThread(Runnable command) {
    Thread.ofVirtual().start(command);
  }
}
