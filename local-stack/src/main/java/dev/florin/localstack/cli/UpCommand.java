package dev.florin.localstack.cli;

import dev.florin.localstack.embedded.Folders;
import dev.florin.localstack.stack.CacheWarming;
import dev.florin.localstack.stack.Progress;
import dev.florin.localstack.stack.Shutdown;
import dev.florin.localstack.stack.Stack;
import dev.florin.localstack.stack.StackLock;
import dev.florin.localstack.stack.Startup;
import dev.florin.localstack.stack.Status;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code florin up}: everything runs, and a person knows what to try. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = {
      "Build what changed and start every part.",
      "Running it again is harmless: what is healthy and of this build keeps running."
    })
final class UpCommand implements Callable<Integer> {
  @Option(names = "--detach", description = "Return when everything is healthy; stop with `down`.")
  boolean detach;

  @Option(names = "--fresh", description = "Stop what runs and start with empty data.")
  boolean fresh;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    Surroundings surroundings = Surroundings.ofThisProcess();
    Stack stack = surroundings.stack();
    Progress progress = out()::println;
    if (detach) {
      start(surroundings, stack, progress, () -> {});
    } else {
      Foreground foreground = new Foreground(stack, progress);
      start(surroundings, stack, progress, foreground::own);
      foreground.watch();
    }
    return ExitCodes.OK;
  }

  /**
   * Starts what does not run.
   *
   * @param own called when the parts are this command's: at once when none ran before, else when
   *     all are up, so that a failure does not end what ran well without it
   */
  private void start(Surroundings surroundings, Stack stack, Progress progress, Runnable own) {
    long begin = System.nanoTime();
    try (StackLock _ = StackLock.take(stack.home())) {
      if (fresh) {
        new Shutdown(stack, progress).run();
        deleteData(stack.home().data());
      }
      Startup startup = new Startup(stack, progress);
      startup.requirePorts();
      if (!Status.isAnyRunning(stack)) {
        own.run();
      }
      startup.run();
      own.run();
      long seconds = Duration.ofNanos(System.nanoTime() - begin).toSeconds();
      out().println(new Demo(stack, surroundings.script()).invitation(seconds));
      if (surroundings.warmsCaches()) {
        new CacheWarming(stack).startInBackground(surroundings.repository());
      }
    }
  }

  private static void deleteData(Path folder) {
    try {
      Folders.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot empty " + folder, e);
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
