package dev.florin.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.localstack.stack.Service;
import dev.florin.system.PaymentApi.Answer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the platform tells of itself does not grow with those who use it. */
@Tag("faults")
@ExtendWith(FaultStackExtension.class)
class SeriesIT {

  private static final int MERCHANTS = 10_000;
  private static final int AT_ONCE = 16;
  private static final int MOST_SERIES = 1_500;

  /** What a process has that runs for minutes: causes of collections, checks now and then. */
  private static final int FEW = 200;

  @Test
  void noServiceHasMoreSeriesAfterTenThousandMerchants(Florin florin, PaymentApi api)
      throws Exception {
    assertThat(api.pay("USER_971", "10.00", null).status()).isEqualTo(201);
    assertThat(api.pay("USER_971", "10.00", "tok_4000000000000002").status()).isEqualTo(402);
    var tokens = new StackTokens(florin, api.token());
    assertThat(atOnce(payments(api, tokens, "first", AT_ONCE))).containsOnly(402);
    Map<Service, Long> before = series(florin);

    assertThat(atOnce(payments(api, tokens, "merchant", MERCHANTS)))
        .as("declined, but for what a busy machine turns away")
        .hasSize(MERCHANTS)
        .isSubsetOf(402, 429, 503)
        .filteredOn(status -> status == 402)
        .hasSizeGreaterThan(MERCHANTS * 99 / 100);

    for (Service service : Service.values()) {
      assertThat(florin.metrics(service.part())).doesNotContain("merchant-1");
    }
    Map<Service, Long> after = series(florin);
    System.out.println("series before " + before + " and after " + after);
    after.forEach(
        (service, count) ->
            assertThat(count)
                .as(service.module())
                .isLessThanOrEqualTo(MOST_SERIES)
                .isLessThanOrEqualTo(before.getOrDefault(service, 0L) + FEW));
  }

  /** Of no wallet of their own: risk and account are asked, and decline. */
  private static List<Callable<Answer>> payments(
      PaymentApi api, StackTokens tokens, String merchants, int count) {
    List<Callable<Answer>> requests = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      String id = merchants + "-" + number;
      requests.add(
          () ->
              api.as(tokens.ofMerchant(id))
                  .pay(UUID.randomUUID().toString(), "USER_1", "1.00", null));
    }
    return requests;
  }

  private static Map<Service, Long> series(Florin florin) {
    Map<Service, Long> series = new EnumMap<>(Service.class);
    for (Service service : Service.values()) {
      series.put(
          service,
          florin.metrics(service.part()).lines().filter(line -> !line.startsWith("#")).count());
    }
    return series;
  }

  private static List<Integer> atOnce(List<Callable<Answer>> requests)
      throws InterruptedException, ExecutionException {
    List<Integer> statuses = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      for (Future<Answer> answer : threads.invokeAll(requests)) {
        statuses.add(answer.get().status());
      }
    }
    return statuses;
  }
}
