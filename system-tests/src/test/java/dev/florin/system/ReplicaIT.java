package dev.florin.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.system.History.Sent;
import dev.florin.system.PaymentApi.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Two processes of payment-service share the work, and take it over from each other. */
@Tag("faults")
@ExtendWith(FaultStackExtension.class)
class ReplicaIT {

  private static final String SLOW = "tok_timeout_charged";

  /** both look for open payments all the time. */
  @Test
  void openPaymentsAreEachTakenUpByOneOfTwoAndByTheOtherWhenItDies(Florin florin, PaymentApi api)
      throws Exception {
    History history = new History();
    try (Replica _ = Replica.of(florin, "payment")) {
      List<Sent> sent = atOnce(history, api, 12);
      assertThat(sent).allMatch(it -> it.heard().contains(Heard.OPEN));
      Awaitility.await("some are being worked on")
          .atMost(Duration.ofSeconds(30))
          .until(() -> Recovery.count(florin, "payment", "payment WHERE resumptions > 0") > 0);
      florin.kill("payment");

      Awaitility.await("the other one finishes them")
          .atMost(Duration.ofMinutes(2))
          .until(
              () -> Recovery.count(florin, "payment", "payment WHERE status = 'processing'") == 0);
    } finally {
      florin.start("payment");
    }
    Recovery.check(florin, api, history);
  }

  /** a worker that slept through its lease finds that its payment is another's. */
  @Test
  void aWorkerThatWakesUpAfterItsLeaseChangesNothing(Florin florin, PaymentApi api)
      throws Exception {
    History history = new History();
    Sent sent = history.begin("USER_931", 41_00, SLOW);
    try (Replica replica = Replica.of(florin, "payment");
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      PaymentApi other = api.at(replica.address());
      Future<@Nullable Answer> owner = threads.submit(() -> history.repeat(api, sent));
      Awaitility.await("the channel is asked")
          .atMost(Duration.ofSeconds(20))
          .pollInterval(Duration.ofMillis(50))
          .until(() -> Recovery.count(florin, "channel", "attempt WHERE status = 'sending'") > 0);
      florin.freeze("payment");
      try {
        String ours =
            "payment WHERE user_id = 'USER_931' AND status = 'succeeded' AND resumptions > 0";
        Awaitility.await("the other one takes it over and ends it")
            .atMost(Duration.ofSeconds(90))
            .pollInterval(Duration.ofSeconds(1))
            .until(
                () -> {
                  assertThat(history.repeat(other, sent)).isNotNull();
                  return Recovery.count(florin, "payment", ours) == 1;
                });
      } finally {
        florin.thaw("payment");
      }
      Answer late = owner.get();
      assertThat(late == null ? 0 : late.status())
          .as("lost, or answered as the other one decided")
          .isIn(0, 201, 502, 504);
    }
    Recovery.check(florin, api, history);
    assertThat(sent.end()).isEqualTo(Heard.PAID);
    assertThat(florin.query("payment", "SELECT version FROM payment WHERE user_id = 'USER_931'"))
        .isEqualTo("2");
  }

  /** T9: the cache is lost between a request and its repetition at another process. */
  @Test
  void theSameRequestAtTwoProcessesIsOnePaymentWithOrWithoutTheCache(Florin florin, PaymentApi api)
      throws Exception {
    History history = new History();
    try (Replica replica = Replica.of(florin, "payment");
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      PaymentApi other = api.at(replica.address());
      for (int i = 0; i < 10; i++) {
        Sent sent = history.begin("USER_932", 1_00 + i, null);
        CyclicBarrier barrier = new CyclicBarrier(2);
        Future<Answer> one = threads.submit(() -> atBarrier(barrier, history, api, sent));
        Future<Answer> two = threads.submit(() -> atBarrier(barrier, history, other, sent));
        assertThat(List.of(one.get().status(), two.get().status()))
            .contains(201)
            .isSubsetOf(201, 409);
        String first = (one.get().status() == 201 ? one : two).get().text();

        flushRedis(florin);

        assertThat(Objects.requireNonNull(history.repeat(other, sent)).text()).isEqualTo(first);
        assertThat(Objects.requireNonNull(history.repeat(api, sent)).text()).isEqualTo(first);
      }
    }
    Recovery.check(florin, api, history);
    assertThat(Recovery.count(florin, "payment", "payment WHERE user_id = 'USER_932'"))
        .isEqualTo(10);
  }

  private static Answer atBarrier(CyclicBarrier barrier, History history, PaymentApi api, Sent sent)
      throws Exception {
    barrier.await();
    return Objects.requireNonNull(history.repeat(api, sent));
  }

  private static List<Sent> atOnce(History history, PaymentApi api, int count) throws Exception {
    List<Future<Sent>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        long cents = 5_00L + i;
        answers.add(threads.submit(() -> history.pay(api, "USER_930", cents, SLOW)));
      }
    }
    List<Sent> sent = new ArrayList<>();
    for (Future<Sent> answer : answers) {
      sent.add(answer.get());
    }
    return sent;
  }

  static void flushRedis(Florin florin) throws IOException {
    int port = 0;
    for (JsonNode part : florin.status().path("parts")) {
      port = part.path("name").asString().equals("redis") ? part.path("port").asInt() : port;
    }
    try (Socket redis = new Socket(InetAddress.getLoopbackAddress(), port)) {
      redis.getOutputStream().write("FLUSHALL\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(redis.getInputStream().readNBytes(5), StandardCharsets.US_ASCII))
          .isEqualTo("+OK\r\n");
    }
  }
}
