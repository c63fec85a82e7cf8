package dev.florin.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(StackExtension.class)
class LedgerIT {

  private static final String IMBALANCE =
      """
      SELECT coalesce(sum(CASE direction WHEN 'debit' THEN amount ELSE -amount END), 0)
      FROM posting""";

  private static final String OPEN = "SELECT count(*) FROM payment WHERE status = 'processing'";

  @Test
  void theLedgerSumsToZeroAndTheChannelsBookIsOurs(Florin florin, PaymentApi api) throws Exception {
    SplittableRandom random = new SplittableRandom(20_26);
    String[] tokens = {null, null, "tok_4000000000000002", "tok_4000000000009995"};
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<PaymentApi.Answer>> sent = new ArrayList<>();
      for (int i = 0; i < 120; i++) {
        String user = "USER_" + (501 + random.nextInt(3));
        String amount = "%d.%02d".formatted(random.nextInt(1, 50), random.nextInt(100));
        String token = tokens[random.nextInt(tokens.length)];
        sent.add(threads.submit(() -> api.pay(user, amount, token)));
      }
      for (Future<PaymentApi.Answer> answer : sent) {
        assertThat(answer.get().status()).as(answer.get().text()).isIn(201, 402);
      }
    }

    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> florin.query("payment", OPEN).equals("0"));
    assertThat(florin.query("account", IMBALANCE)).isEqualTo("0");
    String taken =
        florin.query(
            "channel",
            """
            SELECT coalesce(sum(amount), 0) FROM attempt
            WHERE status = 'approved' AND operation IN ('charge', 'capture')""");
    assertThat(taken).isNotEqualTo("0");
    assertThat(taken)
        .isEqualTo(florin.query("payment", "SELECT coalesce(sum(captured), 0) FROM payment"));
    assertThat(taken)
        .isEqualTo(florin.query("sandbox", "SELECT coalesce(sum(captured), 0) FROM charge"));
    CommandLineResult verification = florin.run("verify");
    assertThat(verification.exitCode()).as(verification.toString()).isZero();
    assertThat(verification.output()).contains("The ledger is intact.");
  }
}
