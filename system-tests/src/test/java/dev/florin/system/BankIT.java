package dev.florin.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The bank test: users pay each other at random while the service and its database are killed. At
 * every read the money is all there; at the end each balance is what the answers say.
 */
@Tag("faults")
class BankIT {

  private static final int USERS = 20;
  private static final int FIRST_USER = 801;
  private static final int TRANSFERS_A_SECOND = 100;
  private static final int REPEATED_AT_ONCE = 8;
  private static final String OURS =
      "kind = 'wallet' AND merchant_id = 'demo' AND user_id ~ '^USER_8(0[1-9]|1[0-9]|20)$'";

  private static final String TOTAL = "SELECT sum(posted) FROM account WHERE " + OURS;

  /** One transfer that was sent; its answer may not be known yet. */
  private record Sent(
      String key, int from, int to, long cents, AtomicReference<@Nullable Integer> answer) {}

  @Test
  void moneyIsAllThereAtEveryReadWhileServiceAndDatabaseAreKilled() throws Exception {
    long seed = Long.getLong("florin.test.seed", System.nanoTime());
    System.out.println("bank of -Dflorin.test.seed=" + seed);
    try (Florin florin = Florin.newStack("bank")) {
      florin.up();
      PaymentApi api = new PaymentApi(florin);
      long[] before = balances(florin);
      String total = florin.query("account", TOTAL);

      List<Sent> history = load(florin, api, seed, total);

      assertThat(history)
          .filteredOn(sent -> sent.answer().get() == null)
          .as("faults met")
          .isNotEmpty();
      repeatUntilFinal(api, history);
      assertThat(history).extracting(sent -> sent.answer().get()).isSubsetOf(201, 402, 503);
      long[] expected = before;
      history.stream()
          .filter(sent -> Integer.valueOf(201).equals(sent.answer().get()))
          .forEach(
              sent -> {
                expected[sent.from()] -= sent.cents();
                expected[sent.to()] += sent.cents();
              });
      assertThat(balances(florin)).isEqualTo(expected);
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  florin
                      .query("account", "SELECT count(*) FROM hold WHERE status = 'placed'")
                      .equals("0"));
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> api.get("/api/v1/integrity").body().path("holds").asBoolean());
    }
  }

  private static List<Sent> load(Florin florin, PaymentApi api, long seed, String total)
      throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger reads = new AtomicInteger();
    List<Sent> history = new ArrayList<>();
    String url = florin.status().path("databases").path("account").asString();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> reader = threads.submit(() -> readUntil(over, url, total, reads));
      Future<?> sender =
          threads.submit(
              () -> {
                sendUntil(over, api, new SplittableRandom(seed), history, threads);
                return null;
              });
      for (String part : new String[] {"account", "postgres", "account", "postgres"}) {
        int seen = reads.get();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> reads.get() > seen + 10);
        ok(florin.run("kill", part));
        ok(florin.run("start", part));
        int after = reads.get();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> reads.get() > after + 10);
      }
      over.set(true);
      sender.get();
      reader.get();
    }
    return history;
  }

  private static void ok(CommandLineResult result) {
    assertThat(result.exitCode()).as(result.errors()).isZero();
  }

  private static void sendUntil(
      AtomicBoolean over,
      PaymentApi api,
      SplittableRandom random,
      List<Sent> history,
      ExecutorService threads)
      throws InterruptedException, ExecutionException {
    List<Future<?>> answers = new ArrayList<>();
    long next = System.nanoTime();
    while (!over.get()) {
      int from = random.nextInt(USERS);
      int to = (from + 1 + random.nextInt(USERS - 1)) % USERS;
      Sent sent =
          new Sent(
              UUID.randomUUID().toString(),
              from,
              to,
              random.nextLong(1, 5_000),
              new AtomicReference<>());
      history.add(sent);
      answers.add(threads.submit(() -> send(api, sent)));
      next += 1_000_000_000L / TRANSFERS_A_SECOND;
      LockSupport.parkNanos(next - System.nanoTime());
    }
    for (Future<?> answer : answers) {
      answer.get();
    }
  }

  /** A refusal that is no answer to the transfer leaves it open. */
  private static void send(PaymentApi api, Sent sent) {
    try {
      var answer = api.post("/api/v1/transfers", sent.key(), body(sent));
      int status = answer.status();
      if (status == 201 || answer.body().path("transfer_status").asString("").equals("failed")) {
        sent.answer().set(status);
      } else {
        assertThat(status).isIn(202, 409, 429, 500, 502, 503, 504);
      }
    } catch (AssertionError lost) {
      if (!(lost.getCause() instanceof IOException)) {
        throw lost;
      }
    }
  }

  private static String body(Sent sent) {
    return """
        {"from_user":"USER_%d","to_user":"USER_%d","amount":"%d.%02d","currency":"USD"}"""
        .formatted(
            FIRST_USER + sent.from(),
            FIRST_USER + sent.to(),
            sent.cents() / 100,
            sent.cents() % 100);
  }

  private static void repeatUntilFinal(PaymentApi api, List<Sent> history) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(REPEATED_AT_ONCE)) {
      List<Future<?>> repeated = new ArrayList<>();
      history.forEach(sent -> repeated.add(threads.submit(() -> untilFinal(api, sent))));
      for (Future<?> one : repeated) {
        one.get();
      }
    }
  }

  private static void untilFinal(PaymentApi api, Sent sent) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(5))
        .until(
            () -> {
              if (sent.answer().get() == null) {
                send(api, sent);
              }
              return sent.answer().get() != null;
            });
  }

  private static void readUntil(AtomicBoolean over, String url, String total, AtomicInteger reads) {
    while (!over.get()) {
      try (Connection connection = DriverManager.getConnection(url);
          Statement statement = connection.createStatement()) {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        while (!over.get()) {
          assertThat(LedgerBreaches.column(statement, TOTAL)).containsExactly(total);
          assertThat(LedgerBreaches.now(statement)).isEmpty();
          connection.commit();
          reads.incrementAndGet();
        }
      } catch (SQLException down) {
        // The database is being killed; what it answers before and after is what counts.
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      }
    }
  }

  private static long[] balances(Florin florin) {
    long[] balances = new long[USERS];
    for (int user = 0; user < USERS; user++) {
      balances[user] =
          Long.parseLong(
              florin.query(
                  "account",
                  "SELECT posted FROM account WHERE kind = 'wallet' AND merchant_id = 'demo' AND user_id = 'USER_%d' AND currency = 'USD'"
                      .formatted(FIRST_USER + user)));
    }
    return balances;
  }
}
