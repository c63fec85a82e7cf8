package dev.florin.gateway;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two instances of one service, of which one can be taken away. */
class BalancingIT {

  private static final String TOKEN = Tokens.merchant("balancing");
  private static final String PATH = "/api/v1/accounts/ACC_1/deposits";
  private static final int CLIENTS = 8;

  private final WireMockServer stays = start();
  private final WireMockServer goes = start();
  private TcpProxy wire;
  private GatewayServer gateway;

  @BeforeEach
  void begin() throws IOException {
    wire = TcpProxy.to(goes.port());
    gateway =
        GatewayServer.start(
            "florin.gateway.rate-limit.merchant.capacity=100000",
            "florin.gateway.breaker.open-for=500ms",
            "FLORIN_ACCOUNT_URL=" + stays.baseUrl() + ",http://127.0.0.1:" + wire.port() + "/");
  }

  @AfterEach
  void end() throws IOException {
    gateway.close();
    wire.close();
    stays.stop();
    goes.stop();
  }

  @Test
  void bothInstancesAreAsked() {
    for (int i = 0; i < 20; i++) {
      assertThat(deposit("KEY-" + i).status()).isEqualTo(200);
    }

    assertThat(received(stays)).isEqualTo(10);
    assertThat(received(goes)).isEqualTo(10);
  }

  @Test
  void theOneWithFewerRequestsUnderWayIsAskedFirst() throws Exception {
    goes.stubFor(any(urlPathEqualTo(PATH)).willReturn(okJson("{}").withFixedDelay(3_000)));
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Reply>> twoAtOnce =
          List.of(clients.submit(() -> deposit("SLOW-1")), clients.submit(() -> deposit("SLOW-2")));
      Awaitility.await().until(() -> twoAtOnce.stream().anyMatch(Future::isDone));

      for (int i = 0; i < 10; i++) {
        assertThat(deposit("KEY-" + i).status()).isEqualTo(200);
      }

      assertThat(twoAtOnce).anyMatch(one -> !one.isDone());
      for (Future<Reply> one : twoAtOnce) {
        assertThat(one.get().status()).isEqualTo(200);
      }
      assertThat(received(goes)).isEqualTo(1);
      assertThat(received(stays)).isEqualTo(11);
    }
  }

  @Test
  void anInstanceThatFailsFastIsLeftAloneAndItsAnswersArePassedOn() {
    goes.stubFor(
        any(anyUrl())
            .willReturn(aResponse().withStatus(500).withBody("{\"code\": \"internal_error\"}")));

    List<Reply> replies =
        IntStream.range(0, 60).mapToObj(number -> deposit("KEY-" + number)).toList();

    assertThat(replies)
        .filteredOn(reply -> reply.status() != 200)
        .hasSize(received(goes))
        .hasSizeLessThan(30)
        .allSatisfy(reply -> assertThat(reply.text("code")).isEqualTo("internal_error"));
    assertThat(keys()).hasSize(60).doesNotHaveDuplicates();
  }

  @Test
  void anInstanceKilledUnderLoadFailsNoRequestThatWasNotSentToItAndNoneIsRepeated()
      throws Exception {
    Queue<Reply> replies = new ConcurrentLinkedQueue<>();
    var goesOn = new AtomicBoolean(true);
    int port = wire.port();
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int client = 0; client < CLIENTS; client++) {
        clients.execute(
            () -> {
              while (goesOn.get()) {
                replies.add(deposit(UUID.randomUUID().toString()));
              }
            });
      }
      try {
        Awaitility.await().until(() -> received(goes) > 100);

        wire.close();

        int before = received(stays);
        Awaitility.await().until(() -> received(stays) > before + 300);
      } finally {
        goesOn.set(false);
      }
    }

    assertThat(replies)
        .allSatisfy(reply -> assertThat(reply.text("code")).isIn("", "no_answer"))
        .filteredOn(reply -> reply.status() != 200)
        .hasSizeLessThanOrEqualTo(CLIENTS);
    assertThat(keys()).doesNotHaveDuplicates();

    wire = TcpProxy.between(port, goes.port());
    goes.resetRequests();
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> {
              assertThat(deposit(UUID.randomUUID().toString()).status()).isEqualTo(200);
              assertThat(received(goes)).isGreaterThan(3);
            });
  }

  @Test
  void withoutAnyInstanceTheAnswerIsADefiniteNo() throws IOException {
    wire.close();
    stays.stop();

    Reply reply = deposit("KEY-1");

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.text("detail")).contains("nothing was done");
  }

  private Reply deposit(String key) {
    return gateway.post(PATH, TOKEN, "{}", "Idempotency-Key", key);
  }

  private List<String> keys() {
    return Stream.of(stays, goes)
        .flatMap(server -> server.findAll(anyRequestedFor(anyUrl())).stream())
        .map(request -> request.getHeader("Idempotency-Key"))
        .collect(Collectors.toList());
  }

  private static int received(WireMockServer server) {
    return server.findAll(anyRequestedFor(anyUrl())).size();
  }

  private static WireMockServer start() {
    WireMockServer server =
        new WireMockServer(
            options().bindAddress("127.0.0.1").dynamicPort().http2PlainDisabled(true));
    server.start();
    server.stubFor(any(anyUrl()).willReturn(okJson("{}")));
    return server;
  }
}
