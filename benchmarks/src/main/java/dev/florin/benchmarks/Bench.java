package dev.florin.benchmarks;

import dev.florin.benchmarks.ledger.LedgerCommand;
import dev.florin.benchmarks.payments.GatewayCommand;
import dev.florin.benchmarks.payments.OverloadCommand;
import dev.florin.benchmarks.payments.PaymentsCommand;
import dev.florin.benchmarks.telemetry.TelemetryCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./florin bench NAME}. */
@Command(
    name = "florin bench",
    description = "Measures the platform on a stack of its own.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "NAME",
    subcommands = {
      GatewayCommand.class,
      LedgerCommand.class,
      OverloadCommand.class,
      PaymentsCommand.class,
      TelemetryCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:measured", "1:failed, with a reason", "2:wrong usage"})
public final class Bench implements Runnable {

  @Spec private CommandSpec spec;

  /** Made by picocli, which fills in the specification. */
  @SuppressWarnings("NullAway.Init")
  Bench() {}

  /** Runs the benchmark named first. */
  public static void main(String[] arguments) {
    CommandLine command = new CommandLine(new Bench()).setCaseInsensitiveEnumValuesAllowed(true);
    command.setExecutionExceptionHandler(
        (failure, line, result) -> {
          line.getErr().println("florin bench: " + failure.getMessage());
          return line.getCommandSpec().exitCodeOnExecutionException();
        });
    System.exit(command.execute(arguments));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name a benchmark, such as: ledger");
  }
}
