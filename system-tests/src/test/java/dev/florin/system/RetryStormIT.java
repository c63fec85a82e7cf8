package dev.florin.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A provider in trouble is not brought down by those who ask it again. */
@Tag("faults")
@ExtendWith(FaultStackExtension.class)
class RetryStormIT {

  private static final int PER_SECOND = 8;

  /** While the breaker is open, attempts end without having been sent. */
  private static final String SENT =
      " WHERE NOT (status = 'not_sent' AND message NOT LIKE 'The channel never received it%')";

  private static final Duration STORM = Duration.ofSeconds(20);

  /**
   * gateway, payment-service and channel-service stand above a provider that is half dead.
   */
  @Test
  void whenHalfOfTheRequestsFailTheProviderGetsHardlyMoreThanThereAreAttempts(
      Florin florin, PaymentApi api) {
    florin.stop("sandbox-psp");
    florin.start("sandbox-psp", Map.of("FLORIN_SANDBOX_FAILURERATE", "50"));
    History history = new History();
    try {
      long attemptsBefore = attempts(florin, "");
      long sentBefore = attempts(florin, SENT);
      try (Load _ = Load.start(api, history, PER_SECOND)) {
        long end = System.nanoTime() + STORM.toNanos();
        Awaitility.await().atMost(STORM.plusMinutes(1)).until(() -> System.nanoTime() > end);
      }
      String metrics = florin.metrics("sandbox-psp");
      double attempts = attempts(florin, "") - attemptsBefore;
      double sent = attempts(florin, SENT) - sentBefore;
      double orders = requests(metrics, "POST", "");
      double questions = requests(metrics, "GET", "");
      double failures = requests(metrics, "", "503");
      System.out.printf(
          "storm: %.0f attempts, %.0f sent; %.0f orders, %.0f questions, %.0f failures; %.2f%n",
          attempts, sent, orders, questions, failures, (orders + questions) / attempts);

      assertThat(attempts).as("the load was there").isGreaterThan(PER_SECOND * 5.0);
      assertThat(failures / (orders + questions)).as("the fault was there").isBetween(0.3, 0.7);
      assertThat(failures).isGreaterThan(10);
      assertThat(orders).as("no order is sent twice").isBetween(10.0, sent);
      assertThat(questions).as("a failure is asked about once").isLessThanOrEqualTo(failures);
      assertThat((orders + questions) / attempts).isLessThanOrEqualTo(1.3);
    } finally {
      florin.stop("sandbox-psp");
      florin.start("sandbox-psp");
    }
    Recovery.check(florin, api, history);
  }

  private static long attempts(Florin florin, String where) {
    return Recovery.count(florin, "channel", "attempt" + where);
  }

  /** How many requests the provider has served; an empty text stands for every one. */
  private static double requests(String metrics, String method, String status) {
    return metrics
        .lines()
        .filter(line -> line.startsWith("http_server_request_duration_seconds_count{"))
        .filter(line -> line.contains("http_request_method=\"" + method))
        .filter(line -> line.contains("http_response_status_code=\"" + status))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
