package dev.florin.localstack.cli;

import dev.florin.localstack.stack.CacheWarming;
import dev.florin.localstack.stack.Stack;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code florin warm-caches}: what {@code up} does in the background, here in the foreground. */
@Command(
    name = "warm-caches",
    mixinStandardHelpOptions = true,
    description = "Make what is missing for faster starts; `up` does it in the background.")
final class WarmCachesCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    Stack stack = Surroundings.ofThisProcess().stack();
    Surroundings.requireRunning(stack);
    new CacheWarming(stack).run();
    return ExitCodes.OK;
  }
}
