package dev.florin.benchmarks.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.florin.account.AccountApplication;
import dev.florin.account.ledger.Ledger;
import dev.florin.account.ledger.UnbatchedLedger;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/**
 * The account service with a driver inside: reads one order per line, such as {@code uniform 256
 * 5}, and answers it with one line of JSON behind {@link ChildJvm#ANSWER}. It ends with its input.
 */
final class EngineMain {

  private EngineMain() {}

  public static void main(String[] arguments) throws IOException {
    int wallets = Integer.parseInt(arguments[0]);
    PrintStream out = System.out;
    try (ConfigurableApplicationContext service =
            new SpringApplicationBuilder(AccountApplication.class).run();
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
      EngineLoad load =
          new EngineLoad(service.getBean(Ledger.class), UnbatchedLedger.in(service), wallets);
      out.println(ChildJvm.ANSWER + "{}");
      for (String line = orders.readLine(); line != null; line = orders.readLine()) {
        out.println(ChildJvm.ANSWER + JsonMapper.shared().writeValueAsString(carryOut(load, line)));
      }
    }
  }

  private static Record carryOut(EngineLoad load, String order) {
    String[] words = order.split(" ", -1);
    int first = Integer.parseInt(words[1]);
    return switch (words[0]) {
      case "uniform" -> load.run(false, first, Integer.parseInt(words[2]));
      case "hot" -> load.run(true, first, Integer.parseInt(words[2]));
      case "lone" -> load.lone(first);
      default -> throw new IllegalArgumentException(order);
    };
  }
}
