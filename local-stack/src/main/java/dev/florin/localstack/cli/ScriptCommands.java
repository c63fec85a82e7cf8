package dev.florin.localstack.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Commands that the script does itself; they stand here so that help is complete. */
final class ScriptCommands {
  private ScriptCommands() {}

  @Command(
      name = "test",
      mixinStandardHelpOptions = true,
      description = {
        "Build everything and run all tests.",
        "--faults adds the long fault and fuzz suites; other arguments go to Maven."
      })
  static final class Test extends ByScript {}

  @Command(
      name = "bench",
      mixinStandardHelpOptions = true,
      description = "Run a benchmark by its name, in a home and on ports of its own.")
  static final class Bench extends ByScript {}

  @Command(
      name = "docs",
      mixinStandardHelpOptions = true,
      description = "Write the API's documents and the tables of errors anew from the code.")
  static final class Docs extends ByScript {}

  @Command(name = "format", mixinStandardHelpOptions = true, description = "Format all sources.")
  static final class Format extends ByScript {}

  /** Reached only when the launcher is started without its script. */
  abstract static class ByScript implements Callable<Integer> {
    @Spec CommandSpec spec = CommandSpec.create();

    @Unmatched List<String> arguments = List.of();

    @Override
    public Integer call() {
      throw new IllegalArgumentException(
          "`%s` is run by the script ./florin".formatted(spec.name()));
    }
  }
}
