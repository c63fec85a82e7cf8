package dev.florin.localstack.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the local stack. */
@Command(
    name = "florin",
    mixinStandardHelpOptions = true,
    version = "Florin 0.1.0",
    description = "A payment platform you can run, trace and prove.",
    subcommands = {
      CommandLine.HelpCommand.class,
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      LogsCommand.class,
      KillCommand.class,
      StartCommand.class,
      TokenCommand.class,
      PayCommand.class,
      ExplainCommand.class,
      VerifyCommand.class,
      WarmCachesCommand.class,
      ScriptCommands.Test.class,
      ScriptCommands.Bench.class,
      ScriptCommands.Docs.class,
      ScriptCommands.Format.class,
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it worked",
      "1:it failed; the reason is on standard error",
      "2:the command was not understood",
      "3:the stack, or the part, is not running",
      "4:a port is taken",
      "5:the payment did not succeed",
      "6:the ledger, or the proof, is not intact",
      "7:there is no such payment",
      "8:the outcome of the payment is open: it waits, or is not known yet"
    },
    footerHeading = "%nEnvironment:%n",
    footer = {
      "  FLORIN_HOME       data, secrets and logs of the stack (.florin)",
      "  FLORIN_PORT_BASE  the gateway's port; all other ports move with it (8080)",
      "  FLORIN_JAVA_HOME  the folder of the JDK 25 to be used",
      "  FLORIN_BUILD      never: run what is built, without looking for changes",
      "  FLORIN_CACHES     off: no background work for faster starts"
    })
public final class Florin {
  private Florin() {}

  public static void main(String... arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Florin());
    commandLine.setExecutionExceptionHandler(new Failures());
    commandLine.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    commandLine.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    return commandLine;
  }
}
