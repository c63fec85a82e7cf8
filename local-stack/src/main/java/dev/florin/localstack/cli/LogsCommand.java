package dev.florin.localstack.cli;

import dev.florin.localstack.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code florin logs}. */
@Command(
    name = "logs",
    mixinStandardHelpOptions = true,
    description = "Show a part's log since its last start.")
final class LogsCommand implements Callable<Integer> {
  @Mixin PartArgument part = new PartArgument();

  @Option(names = "-f", description = "Go on as the log grows.")
  boolean follow;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Stack stack = Surroundings.ofThisProcess().stack();
    Path log = stack.process(part.of(stack)).log();
    if (Files.notExists(log)) {
      throw new NotRunningException("%s has not been started yet".formatted(part.name));
    }
    if (follow) {
      return new ProcessBuilder(List.of("tail", "-n", "100", "-F", log.toString()))
          .inheritIO()
          .start()
          .waitFor();
    }
    Files.copy(log, System.out);
    return ExitCodes.OK;
  }
}
