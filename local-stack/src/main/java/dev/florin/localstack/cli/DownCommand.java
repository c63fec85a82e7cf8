package dev.florin.localstack.cli;

import dev.florin.localstack.stack.Shutdown;
import dev.florin.localstack.stack.Stack;
import dev.florin.localstack.stack.StackLock;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code florin down}. */
@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    description = "Stop every part in good order; data stay.")
final class DownCommand implements Callable<Integer> {
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Stack stack = Surroundings.ofThisProcess().stack();
    PrintWriter out = spec.commandLine().getOut();
    try (StackLock _ = StackLock.take(stack.home())) {
      int stopped = new Shutdown(stack, out::println).run();
      if (stopped == 0) {
        out.println("Nothing was running in " + stack.home().root());
      }
    }
    return ExitCodes.OK;
  }
}
