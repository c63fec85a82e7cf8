package dev.florin.gateway;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.http.Fault;
import dev.florin.gateway.overload.TurnedAway;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailureIT {

  private static final String TOKEN = Tokens.merchant("failure");
  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final int MAX_IN_FLIGHT = 8;

  private static GatewayServer gateway;

  @BeforeAll
  static void start() throws IOException {
    gateway =
        GatewayServer.start(
            "florin.gateway.timeout=" + TIMEOUT.toMillis() + "ms",
            "florin.gateway.edge.max-in-flight=" + MAX_IN_FLIGHT,
            "florin.gateway.rate-limit.merchant.capacity=10000",
            "florin.gateway.breaker.window=10",
            "florin.gateway.breaker.open-for=500ms",
            "florin.gateway.breaker.trials=1",
            "FLORIN_NOTIFICATION_URL=http://127.0.0.1:" + closedPort());
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @BeforeEach
  void forget() {
    gateway.backend().resetRequests();
  }

  @Test
  void aServiceThatIsDownIsADefiniteNo() {
    Reply reply = gateway.post("/api/v1/notifications", TOKEN, "{}");

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
    assertThat(reply.header("Retry-After")).isEqualTo("1");
    assertThat(reply.text("code")).isEqualTo("service_unavailable");
    assertThat(reply.json().get("retryable").asBoolean()).isTrue();
    assertThat(reply.text("detail")).contains("nothing was done");
    assertThat(reply.text("trace_id")).matches("[0-9a-f]{32}");
    assertThat(reply.body()).doesNotContain("127.0.0.1");
  }

  @Test
  void whoIsOneTooManyIsRefusedAtOnce() throws Exception {
    gateway
        .backend()
        .stubFor(post("/api/v1/payments/waits").willReturn(okJson("{}").withFixedDelay(800)));
    List<Future<Reply>> waiting = new ArrayList<>();
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int client = 0; client < MAX_IN_FLIGHT; client++) {
        waiting.add(clients.submit(() -> gateway.post("/api/v1/payments/waits", TOKEN, "{}")));
      }
      Awaitility.await()
          .until(
              () -> gateway.backend().findAll(anyRequestedFor(anyUrl())).size() == MAX_IN_FLIGHT);

      Reply reply = gateway.post("/api/v1/payments/other", TOKEN, "{}");

      assertThat(reply.status()).isEqualTo(429);
      assertThat(reply.text("code")).isEqualTo("overloaded");
      assertThat(reply.header("Connection")).as("nobody has to connect again").isEmpty();
      assertThat(TurnedAway.IN_FLIGHT.counter(gateway.bean(MeterRegistry.class)).count())
          .isEqualTo(1);
      assertThat(reply.header("Retry-After")).isEqualTo("1");
      assertThat(reply.text("trace_id")).matches("[0-9a-f]{32}");
    }
    for (Future<Reply> one : waiting) {
      assertThat(one.get().status()).isEqualTo(200);
    }
    gateway.backend().stubFor(post("/api/v1/payments/other").willReturn(okJson("{}")));
    assertThat(gateway.post("/api/v1/payments/other", TOKEN, "{}").status()).isEqualTo(200);
  }

  @Test
  void aServiceThatIsTooSlowLeavesThePaymentInDoubt() {
    gateway
        .backend()
        .stubFor(post("/api/v1/payments/slow").willReturn(okJson("{}").withFixedDelay(3_000)));
    Instant start = Instant.now();

    Reply reply = gateway.post("/api/v1/payments/slow", TOKEN, "{}");

    assertInDoubt(reply, 504, "deadline_exceeded");
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofMillis(2_500));
  }

  @Test
  void aServiceThatDripsItsAnswerIsCutOffAtTheDeadline() {
    gateway
        .backend()
        .stubFor(
            post("/api/v1/payments/drip")
                .willReturn(okJson("{\"a\": \"bcdefghijk\"}").withChunkedDribbleDelay(15, 4_500)));
    Instant start = Instant.now();

    Reply reply = gateway.post("/api/v1/payments/drip", TOKEN, "{}");

    assertInDoubt(reply, 504, "deadline_exceeded");
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofMillis(2_500));
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"EMPTY_RESPONSE", "CONNECTION_RESET_BY_PEER", "MALFORMED_RESPONSE_CHUNK"})
  void aConnectionThatBreaksLeavesThePaymentInDoubtAndNothingIsSentTwice(Fault fault) {
    gateway
        .backend()
        .stubFor(post("/api/v1/payments/broken").willReturn(aResponse().withFault(fault)));

    Reply reply = gateway.post("/api/v1/payments/broken", TOKEN, "{}");

    assertInDoubt(reply, 502, "no_answer");
    gateway.backend().verify(1, anyRequestedFor(anyUrl()));
  }

  @Test
  void aQuestionMayBeAskedAgain() {
    gateway
        .backend()
        .stubFor(
            get("/api/v1/payments/lost").willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));

    Reply reply = gateway.get("/api/v1/payments/lost", "Authorization", "Bearer " + TOKEN);

    assertThat(reply.status()).isEqualTo(502);
    assertThat(reply.text("detail")).endsWith("; ask again");
    gateway.backend().verify(1, anyRequestedFor(anyUrl()));
  }

  @Test
  void theBreakerOpensOverOneServiceOnlyAndClosesWhenItAnswersAgain() {
    gateway
        .backend()
        .stubFor(get("/api/v1/channels/x").willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));
    Awaitility.await()
        .untilAsserted(() -> assertThat(channels().text("code")).isEqualTo("service_unavailable"));
    gateway.backend().resetRequests();

    Reply refused = channels();

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.text("detail")).contains("nothing was done");
    gateway.backend().verify(0, anyRequestedFor(anyUrl()));
    assertThat(gateway.get("/api/v1/accounts", "Authorization", "Bearer " + TOKEN).status())
        .isEqualTo(200);

    gateway.backend().stubFor(get("/api/v1/channels/x").willReturn(okJson("{}")));
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(channels().status()).isEqualTo(200));
    for (int i = 0; i < 10; i++) {
      assertThat(channels().status()).isEqualTo(200);
    }
  }

  private static Reply channels() {
    return gateway.get("/api/v1/channels/x", "Authorization", "Bearer " + TOKEN);
  }

  private static void assertInDoubt(Reply reply, int status, String code) {
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
    assertThat(reply.text("code")).isEqualTo(code);
    assertThat(reply.json().get("retryable").asBoolean()).isTrue();
    assertThat(reply.text("detail"))
        .contains("may have been carried out")
        .contains("same Idempotency-Key");
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
