package dev.florin.localstack.cli;

import dev.florin.localstack.stack.Stack;
import dev.florin.localstack.stack.StackLock;
import dev.florin.localstack.stack.Startup;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code florin start}. */
@Command(
    name = "start",
    mixinStandardHelpOptions = true,
    description = "Start one part and wait until it is healthy.")
final class StartCommand implements Callable<Integer> {
  @Mixin PartArgument part = new PartArgument();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Stack stack = Surroundings.ofThisProcess().stack();
    try (StackLock _ = StackLock.take(stack.home())) {
      new Startup(stack, spec.commandLine().getOut()::println).start(part.of(stack));
    }
    return ExitCodes.OK;
  }
}
