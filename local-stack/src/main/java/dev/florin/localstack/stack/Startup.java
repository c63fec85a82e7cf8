package dev.florin.localstack.stack;

import dev.florin.localstack.process.PortInUseException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/**
 * Brings all parts up: the servers at once, each service as soon as what it needs is healthy, and
 * no more services at a time than the processors can feed.
 */
public final class Startup {
  private static final int SERVICES_AT_ONCE =
      Math.max(2, Runtime.getRuntime().availableProcessors());

  private final Stack stack;
  private final Progress progress;
  private final PartStarter starter;
  private final Semaphore turns = new Semaphore(SERVICES_AT_ONCE, true);

  public Startup(Stack stack, Progress progress) {
    this.stack = stack;
    this.progress = progress;
    this.starter = new PartStarter(stack);
  }

  /**
   * Returns when every part is healthy.
   *
   * @throws PortInUseException before anything is started
   * @throws PartFailedException for the first part that failed; those already started go on
   */
  public void run() {
    requirePorts();
    remembering(this::bringAllUp);
  }

  /** Refuses before anything is started when a port of a part that is not running is taken. */
  public void requirePorts() {
    stack.parts().forEach(starter::requirePorts);
  }

  /** Brings one part up, whatever the others do. */
  public void start(Part part) {
    starter.requirePorts(part);
    if (Status.isAnyRunning(stack)) {
      bringUp(part);
    } else {
      remembering(() -> bringUp(part));
    }
  }

  /** Later commands learn the ports of what runs, and only of that. */
  private void remembering(Runnable start) {
    PortMemory.keep(stack.home(), stack.ports());
    try {
      start.run();
    } finally {
      if (!Status.isAnyRunning(stack)) {
        PortMemory.forget(stack.home());
      }
    }
  }

  private void bringAllUp() {
    Map<String, CompletableFuture<Void>> parts = new LinkedHashMap<>();
    Executor threads = command -> Thread.ofVirtual().start(command);
    for (Part part : stack.parts()) {
      CompletableFuture<?>[] needs =
          part.needs().stream().map(parts::get).toArray(CompletableFuture[]::new);
      parts.put(
          part.name(), CompletableFuture.allOf(needs).thenRunAsync(() -> takeTurn(part), threads));
    }
    await(List.copyOf(parts.values()));
    stack.parts().forEach(Part::forgetFormerBuilds);
  }

  private void takeTurn(Part part) {
    if (part.needs().isEmpty()) {
      bringUp(part);
      return;
    }
    turns.acquireUninterruptibly();
    try {
      bringUp(part);
    } finally {
      turns.release();
    }
  }

  private void bringUp(Part part) {
    long begin = System.nanoTime();
    PartStarter.Outcome outcome = starter.start(part);
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    String after = part.needs().isEmpty() ? "" : "after " + String.join(", ", part.needs());
    progress.line(
        switch (outcome) {
          case ADOPTED -> "  %-13s running    127.0.0.1:%d".formatted(part.name(), part.port());
          case STARTED ->
              "  %-13s %5.1f s    127.0.0.1:%d  %s"
                  .formatted(part.name(), took.toMillis() / 1000.0, part.port(), after)
                  .stripTrailing();
        });
  }

  private static void await(List<CompletableFuture<Void>> parts) {
    try {
      CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new)).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
