package dev.florin.localstack.cli;

import dev.florin.localstack.stack.Stack;
import dev.florin.localstack.stack.Status;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code florin status}. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = {
      "Tell which parts run and whether they are healthy.",
      "Exit code 0: all run and are healthy; 1: some do not; 3: nothing runs."
    })
final class StatusCommand implements Callable<Integer> {
  @Option(names = "--json", description = "For programs: also the databases' addresses.")
  boolean json;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Stack stack = Surroundings.ofThisProcess().stack();
    Status status = Status.of(stack);
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? StatusText.json(stack, status) : StatusText.table(stack, status));
    if (!status.isRunning()) {
      return ExitCodes.NOT_RUNNING;
    }
    return status.isHealthy() ? ExitCodes.OK : ExitCodes.FAILED;
  }
}
