package dev.florin.localstack.cli;

import dev.florin.localstack.client.Platform;
import dev.florin.localstack.stack.Secrets;
import dev.florin.localstack.stack.Stack;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code florin token}. */
@Command(
    name = "token",
    mixinStandardHelpOptions = true,
    description = "Print an access token, and nothing else, on standard output.")
final class TokenCommand implements Callable<Integer> {
  /** Whose token. */
  static final class Whose {
    @Option(names = "--merchant", paramLabel = "M", description = "A merchant (${DEFAULT-VALUE}).")
    String merchant = Surroundings.DEMO_MERCHANT;

    @Option(names = "--operator", description = "The operator, with the scope ops.")
    boolean operator;

    @Option(names = "--user", paramLabel = "U", description = "A user of the demo merchant.")
    @Nullable String user;
  }

  @ArgGroup Whose whose = new Whose();

  @Option(
      names = "--scope",
      paramLabel = "S",
      description = "A scope, such as payments:read; may be repeated (all).")
  List<String> scopes = List.of();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    String user = whose.user;
    if (user != null && !scopes.isEmpty()) {
      throw new IllegalArgumentException(
          "--scope goes with a client's token only, not with --user");
    }
    Surroundings surroundings = Surroundings.ofThisProcess();
    Stack stack = surroundings.stack();
    requireKnown(whose.merchant, stack);
    Surroundings.requireRunning(stack);
    Platform platform = surroundings.platform(stack);
    String token =
        user == null
            ? platform.clientToken(
                whose.operator ? Secrets.OPERATOR : whose.merchant, secret(stack), scopes)
            : platform.userToken(Surroundings.DEMO_MERCHANT, user, stack.secrets().demoUsers());
    spec.commandLine().getOut().println(token);
    return ExitCodes.OK;
  }

  private String secret(Stack stack) {
    return whose.operator ? stack.secrets().operator() : stack.secrets().demoMerchant();
  }

  private static void requireKnown(String merchant, Stack stack) {
    if (!merchant.equals(Surroundings.DEMO_MERCHANT)) {
      throw new IllegalArgumentException(
          """
          only the secret of the merchant %1$s is known here; with that of %2$s, get a token by
          curl -sS %3$s/oauth2/token -u %2$s:CLIENT_SECRET -d grant_type=client_credentials"""
              .formatted(Surroundings.DEMO_MERCHANT, merchant, stack.gateway()));
    }
  }
}
