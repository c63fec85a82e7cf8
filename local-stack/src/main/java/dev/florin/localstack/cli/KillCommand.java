package dev.florin.localstack.cli;

import dev.florin.localstack.process.ChildProcess;
import dev.florin.localstack.stack.Part;
import dev.florin.localstack.stack.Stack;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code florin kill}. */
@Command(
    name = "kill",
    mixinStandardHelpOptions = true,
    description = "End a part at once, as a crash would (SIGKILL).")
final class KillCommand implements Callable<Integer> {
  @Mixin PartArgument part = new PartArgument();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Stack stack = Surroundings.ofThisProcess().stack();
    Part killed = part.of(stack);
    ChildProcess process = stack.process(killed);
    if (process.running().isEmpty()) {
      throw new NotRunningException(killed.name() + " is not running");
    }
    process.kill();
    spec.commandLine().getOut().println(killed.name() + " killed");
    return ExitCodes.OK;
  }
}
