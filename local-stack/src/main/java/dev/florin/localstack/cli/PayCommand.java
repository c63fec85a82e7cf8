package dev.florin.localstack.cli;

import dev.florin.localstack.client.Answer;
import dev.florin.localstack.client.PaymentRequest;
import dev.florin.localstack.client.Platform;
import dev.florin.localstack.stack.Stack;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code florin pay}. */
@Command(
    name = "pay",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Make a payment as the demo merchant and show what became of it.")
final class PayCommand implements Callable<Integer> {
  @Option(names = "--json", description = "The answer for programs.")
  boolean json;

  @Option(names = "--user", paramLabel = "U", description = "Who pays.")
  String user = Demo.USER;

  @Option(names = "--amount", paramLabel = "A", description = "In major units.")
  String amount = "19.99";

  @Option(names = "--currency", paramLabel = "C", description = "ISO 4217.")
  String currency = Demo.CURRENCY;

  @Option(
      names = "--method",
      paramLabel = "M",
      description = "credit_card, debit_card, wallet or bank_transfer.")
  String method = "credit_card";

  @Option(
      names = "--payment-token",
      paramLabel = "T",
      description = "A card token that tells the sandbox what to do, such as tok_0002.")
  @Nullable String paymentToken;

  @Option(names = "--key", paramLabel = "K", description = "Idempotency key (random).")
  @Nullable String key;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Surroundings surroundings = Surroundings.ofThisProcess();
    Stack stack = surroundings.stack();
    Surroundings.requireRunning(stack);
    Platform platform = surroundings.platform(stack);
    String token =
        platform.clientToken(Surroundings.DEMO_MERCHANT, stack.secrets().demoMerchant(), List.of());
    String idempotencyKey = key == null ? UUID.randomUUID().toString() : key;
    Answer answer =
        platform.pay(
            token,
            new PaymentRequest(idempotencyKey, user, amount, currency, method, paymentToken));
    PaymentReport report = PaymentReport.of(answer, idempotencyKey);
    spec.commandLine()
        .getOut()
        .println(json ? report.json() : report.text(stack, surroundings.script()));
    return switch (report.outcome()) {
      case SUCCEEDED -> ExitCodes.OK;
      case OPEN -> ExitCodes.OPEN;
      case NOT_PAID -> ExitCodes.NOT_PAID;
    };
  }
}
