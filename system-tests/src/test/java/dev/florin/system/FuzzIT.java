package dev.florin.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.system.ApiDocument.Operation;
import dev.florin.system.FuzzedRequests.Fuzzed;
import dev.florin.system.PaymentApi.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * whatever is sent to the operations of the OpenAPI document, the answer comes in time, is
 * one that the document describes, and is no failure of ours.
 *
 * <p>{@code -Dflorin.test.fuzz-seconds} and {@code -Dflorin.test.seed} set its length and repeat a
 * run's requests, one thread's at a time.
 */
@Tag("faults")
@ExtendWith(FuzzStackExtension.class)
class FuzzIT {

  private static final int THREADS = 4;
  private static final int MOST_REPORTED = 20;

  @Test
  void noRequestIsAnsweredButAsTheDocumentSays(Florin florin, PaymentApi api)
      throws InterruptedException, ExecutionException {
    ApiDocument document = new ApiDocument(api.get("/v3/api-docs").body());
    assertThat(document.operations()).hasSizeGreaterThan(30);
    long seed = Long.getLong("florin.test.seed", System.nanoTime());
    Duration length = Duration.ofSeconds(Long.getLong("florin.test.fuzz-seconds", 300));
    System.out.println("fuzz of -Dflorin.test.seed=" + seed);
    Map<String, String> breaches = new ConcurrentHashMap<>();
    Map<Integer, Long> statuses = new TreeMap<>();

    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Future<Map<Integer, Long>>> runs = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        SplittableRandom own = random.split();
        runs.add(threads.submit(() -> fuzz(document, florin, api, own, length, breaches)));
      }
      for (Future<Map<Integer, Long>> run : runs) {
        run.get().forEach((status, count) -> statuses.merge(status, count, Long::sum));
      }
    }

    System.out.println("fuzzed: answers by status " + statuses);
    assertThat(breaches).isEmpty();
    assertThat(statuses).containsKeys(200, 201, 400, 401, 402, 403, 404, 409, 413, 415);
    Recovery.requireWholeLedger(florin);
  }

  private static Map<Integer, Long> fuzz(
      ApiDocument document,
      Florin florin,
      PaymentApi api,
      SplittableRandom random,
      Duration length,
      Map<String, String> breaches) {
    FuzzedRequests requests = new FuzzedRequests(document, random);
    Tokens tokens = new Tokens(florin, api);
    List<Operation> operations = document.operations();
    Map<Integer, Long> statuses = new TreeMap<>();
    long end = System.nanoTime() + length.toNanos();
    while (System.nanoTime() < end && breaches.size() < MOST_REPORTED) {
      Operation operation = operations.get(random.nextInt(operations.size()));
      Fuzzed fuzzed = requests.next(operation, api, tokens.any(random));
      Answer answer = api.send(fuzzed.request());
      requests.learn(answer);
      statuses.merge(answer.status(), 1L, Long::sum);
      document
          .breach(operation, answer)
          .ifPresent(
              breach ->
                  breaches.putIfAbsent(
                      operation + " " + answer.status() + " " + breach,
                      "%s%n-> %s".formatted(fuzzed.description(), answer.text())));
    }
    return statuses;
  }

  /** Tokens of every kind of caller, and none. */
  private record Tokens(List<StackTokens> patterns, String operator) {

    Tokens(Florin florin, PaymentApi api) {
      this(
          List.of(
              new StackTokens(florin, api.token()),
              new StackTokens(florin, florin.run("token", "--user", "USER_1").output().strip())),
          florin.run("token", "--operator").output().strip());
    }

    @Nullable String any(SplittableRandom random) {
      return switch (random.nextInt(12)) {
        case 0 -> null;
        case 1 -> "nonsense";
        case 2, 3 ->
            patterns.get(1).of("USER_1", claims -> claims.put("sid", UUID.randomUUID().toString()));
        case 4, 5, 6 -> operator;
        default -> patterns.get(0).ofMerchant("demo");
      };
    }
  }
}
