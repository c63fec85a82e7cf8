package dev.florin.localstack.cli;

import dev.florin.localstack.process.PortInUseException;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** A failure is one message on standard error and an exit code; stack traces are for debugging. */
final class Failures implements IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    command.getErr().println("florin: " + explain(failure));
    if (System.getenv("FLORIN_DEBUG") != null) {
      failure.printStackTrace(command.getErr());
    }
    return switch (failure) {
      case PortInUseException _ -> ExitCodes.PORT_TAKEN;
      case NotRunningException _ -> ExitCodes.NOT_RUNNING;
      case IllegalArgumentException _ -> ExitCodes.USAGE;
      default -> ExitCodes.FAILED;
    };
  }

  private static String explain(Exception failure) {
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    return failure instanceof UncheckedIOException && failure.getCause() != null
        ? message + ": " + failure.getCause()
        : message;
  }
}
