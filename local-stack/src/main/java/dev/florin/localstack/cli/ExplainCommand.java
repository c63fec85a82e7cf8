package dev.florin.localstack.cli;

import dev.florin.localstack.client.Answer;
import dev.florin.localstack.client.Platform;
import dev.florin.localstack.stack.Stack;
import java.io.Console;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code florin explain}. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = "Tell what became of a payment of the demo merchant, step by step, and why.")
final class ExplainCommand implements Callable<Integer> {
  private static final int NOT_FOUND = 404;

  @Option(names = "--json", description = "The story for programs, as the API answers it.")
  boolean json;

  @Parameters(paramLabel = "PAYMENT", description = "The payment_id.")
  String paymentId = "";

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Surroundings surroundings = Surroundings.ofThisProcess();
    Stack stack = surroundings.stack();
    Surroundings.requireRunning(stack);
    Platform platform = surroundings.platform(stack);
    String token =
        platform.clientToken(
            Surroundings.DEMO_MERCHANT, stack.secrets().demoMerchant(), List.of("payments:read"));
    Answer answer = platform.timeline(token, paymentId);
    if (answer.status() == NOT_FOUND) {
      spec.commandLine()
          .getErr()
          .println("florin: the demo merchant has no payment %s".formatted(paymentId));
      return ExitCodes.NO_SUCH_PAYMENT;
    }
    answer.orRefuse("no story of " + paymentId);
    Explanation explanation = new Explanation(answer.body());
    spec.commandLine()
        .getOut()
        .println(json ? explanation.json() : explanation.text(trace(stack, answer), isTerminal()));
    return ExitCodes.OK;
  }

  private static @Nullable String trace(Stack stack, Answer answer) {
    return answer.text("trace_id").map(stack::trace).orElse(null);
  }

  private static boolean isTerminal() {
    return System.getenv("NO_COLOR") == null
        && Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
  }
}
