package dev.florin.localstack.stack;

import dev.florin.localstack.process.ChildProcess;
import dev.florin.localstack.process.Launch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Makes the caches that let services start faster the next time: in the background, one at a time,
 * with the lowest priority. Nothing depends on it: it may be ended at any moment.
 */
public final class CacheWarming {
  private static final String NAME = "caches";
  private static final int HEAP_MEGABYTES = 64;
  private static final int LOWEST_PRIORITY = 19;
  private static final int TRAINING_LIMIT_MINUTES = 10;
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  private final Stack stack;

  public CacheWarming(Stack stack) {
    this.stack = stack;
  }

  /** Starts the process that does the work, unless nothing is missing; one at a time. */
  public void startInBackground(Path repository) {
    if (missing().isEmpty()) {
      return;
    }
    Launch launch = launcher(new PlatformJars(repository), repository);
    stop(stack); // a former one may work for a former build
    stack.starts().start(process(stack), launch);
  }

  /** Does the work; it takes a while. */
  public void run() {
    for (ServicePart service : missing()) {
      train(service);
    }
  }

  static void stop(Stack stack) {
    process(stack).stop("TERM", STOP_LIMIT);
  }

  private List<ServicePart> missing() {
    return stack.services().stream().filter(service -> !service.cache().exists()).toList();
  }

  private static ChildProcess process(Stack stack) {
    return new ChildProcess(
        stack.home().run(NAME + ".pid"),
        stack.home().log(NAME),
        JavaProgram.marker(stack.home(), NAME));
  }

  /** A failed training leaves no cache: the service then starts as fast as it does today. */
  private void train(ServicePart service) {
    StartupCache cache = service.cache();
    Launch launch = service.training(cache.draft());
    ProcessBuilder builder = new ProcessBuilder(launch.command());
    builder.environment().putAll(launch.environment());
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    try {
      cache.deleteDrafts();
      Process process = builder.start();
      Thread ending = new Thread(() -> end(process));
      Runtime.getRuntime().addShutdownHook(ending);
      boolean ended = process.waitFor(TRAINING_LIMIT_MINUTES, TimeUnit.MINUTES);
      Runtime.getRuntime().removeShutdownHook(ending);
      if (!ended) {
        end(process);
      } else if (process.exitValue() == 0 && Files.exists(cache.draft())) {
        Files.move(cache.draft(), cache.file(), StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot train " + service.name(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void end(Process process) {
    Stream.concat(process.descendants(), Stream.of(process.toHandle()))
        .toList()
        .forEach(ProcessHandle::destroyForcibly);
  }

  /** From a copy of the launcher, since a build may replace the original meanwhile. */
  private Launch launcher(PlatformJars jars, Path repository) {
    List<Path> all = new ArrayList<>(jars.libraries());
    all.add(jars.own());
    Path folder =
        new ProgramFiles(stack.home().applications())
            .install("launcher", all, draft -> ProgramFiles.copy(all, draft));
    Launch java =
        new JavaProgram(
                stack.home(),
                NAME,
                HEAP_MEGABYTES,
                List.of("-Dflorin.root=" + repository),
                List.of("-cp", folder + "/*", "dev.florin.localstack.cli.Florin", "warm-caches"))
            .launch(
                Map.of(
                    "FLORIN_HOME", stack.home().root().toString(),
                    "FLORIN_PORT_BASE", Integer.toString(stack.ports().base())));
    return new Launch(
        java.marker(), LOWEST_PRIORITY, java.command(), java.environment(), java.folder());
  }
}
