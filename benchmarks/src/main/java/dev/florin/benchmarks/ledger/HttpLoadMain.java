package dev.florin.benchmarks.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * The load generator's process: reads one order per line, such as {@code 128 5} for connections and
 * seconds, and answers it with one line of JSON behind {@link ChildJvm#ANSWER}.
 */
final class HttpLoadMain {

  private HttpLoadMain() {}

  /**
   * Takes the service's port, the number of wallets, and from its first line of input the token.
   */
  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(arguments[0]);
    int wallets = Integer.parseInt(arguments[1]);
    System.out.println(ChildJvm.ANSWER + "{}");
    try (BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
      String token = orders.readLine();
      if (token == null) {
        return;
      }
      HttpLoad load = new HttpLoad(port, token, wallets);
      for (String line = orders.readLine(); line != null; line = orders.readLine()) {
        String[] words = line.split(" ", -1);
        Round round = load.run(Integer.parseInt(words[0]), Integer.parseInt(words[1]));
        System.out.println(ChildJvm.ANSWER + JsonMapper.shared().writeValueAsString(round));
      }
    }
  }
}
