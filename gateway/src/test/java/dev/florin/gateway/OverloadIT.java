package dev.florin.gateway;

import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class OverloadIT {

  private static final String TOKEN = Tokens.merchant("overload");
  private static final String[] TWO_AT_ONCE = {
    "florin.gateway.rate-limit.merchant.capacity=1000000",
    "florin.gateway.overload.min=2",
    "florin.gateway.overload.initial=2",
    "florin.gateway.overload.max=2"
  };

  @Test
  void aChangeTooManyIsTurnedAwayBeforeItsTokenIsLookedAt() throws Exception {
    try (GatewayServer gateway = GatewayServer.start(TWO_AT_ONCE);
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Reply>> waiting = fill(gateway, clients);

      Reply reply = gateway.post("/api/v1/payments", "no token at all", "{}");
      Reply read = gateway.get("/api/v1/payments", "Authorization", "Bearer " + TOKEN);

      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.header("Retry-After")).isEqualTo("1");
      assertThat(reply.text("code")).isEqualTo("service_unavailable");
      assertThat(reply.text("detail")).contains("nothing was done");
      assertThat(reply.header("traceresponse")).isNotBlank();
      assertThat(read.status()).as("what only reads").isEqualTo(200);
      for (Future<Reply> one : waiting) {
        assertThat(one.get().status()).isEqualTo(200);
      }
      assertThat(gateway.post("/api/v1/payments", TOKEN, "{}").status()).isEqualTo(200);
    }
  }

  /** Neither who has no token nor who sends slowly can keep others out. */
  @Test
  void whoseRequestIsNotThereYetHoldsNoPlace() throws Exception {
    try (GatewayServer gateway = GatewayServer.start(TWO_AT_ONCE);
        Socket one = beginRequest(gateway);
        Socket two = beginRequest(gateway);
        Socket three = beginRequest(gateway)) {
      Awaitility.await()
          .during(Duration.ofSeconds(2))
          .untilAsserted(
              () ->
                  assertThat(gateway.post("/api/v1/payments", TOKEN, "{}").status())
                      .isEqualTo(200));
      assertThat(List.of(one, two, three)).noneMatch(Socket::isClosed);
    }
  }

  /** A service with four workers of 20 ms each: a hundred clients would wait half a second. */
  @Test
  void underOverloadWhatIsTakenOnIsAnsweredInTimeAndTheServiceStaysBusy() throws Exception {
    try (SlowService service = new SlowService(4, Duration.ofMillis(20));
        GatewayServer gateway =
            GatewayServer.start(
                "FLORIN_PAYMENT_URL=" + service.address(),
                "florin.gateway.rate-limit.merchant.capacity=1000000",
                "florin.gateway.rate-limit.merchant.refill-per-second=1000000",
                "florin.gateway.overload.target=100ms",
                "florin.gateway.overload.min=4")) {
      Queue<Timed> replies = new ConcurrentLinkedQueue<>();
      var goesOn = new AtomicBoolean(true);
      try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int client = 0; client < 100; client++) {
          clients.execute(
              () -> {
                while (goesOn.get()) {
                  Timed reply = Timed.of(() -> gateway.post("/api/v1/payments", TOKEN, "{}"));
                  replies.add(reply);
                  if (reply.reply().status() != 200) {
                    LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
                  }
                }
              });
        }
        try {
          Awaitility.await()
              .atMost(Duration.ofSeconds(20))
              .untilAsserted(() -> assertThat(limit(gateway)).isLessThan(40));
          replies.clear();
          Awaitility.await()
              .atMost(Duration.ofSeconds(30))
              .until(() -> replies.stream().filter(Timed::isAnswered).count() > 300);
        } finally {
          goesOn.set(false);
        }
      }

      assertThat(replies).extracting(timed -> timed.reply().status()).containsOnly(200, 503);
      long[] answered =
          replies.stream()
              .filter(Timed::isAnswered)
              .mapToLong(timed -> timed.took().toMillis())
              .sorted()
              .toArray();
      assertThat(answered[answered.length / 2]).as("median, ms").isLessThan(300);
      assertThat(gateway.post("/api/v1/payments", TOKEN, "{}").status()).isEqualTo(200);
    }
  }

  private static List<Future<Reply>> fill(GatewayServer gateway, ExecutorService clients) {
    gateway
        .backend()
        .stubFor(post("/api/v1/payments/slow").willReturn(okJson("{}").withFixedDelay(1_500)));
    List<Future<Reply>> waiting = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      waiting.add(clients.submit(() -> gateway.post("/api/v1/payments/slow", TOKEN, "{}")));
    }
    Awaitility.await()
        .until(
            () ->
                gateway
                        .backend()
                        .findAll(anyRequestedFor(urlPathEqualTo("/api/v1/payments/slow")))
                        .size()
                    == 2);
    assertThat(gateway.backend().findAll(anyRequestedFor(anyUrl()))).hasSize(2);
    return waiting;
  }

  private static Socket beginRequest(GatewayServer gateway) throws IOException {
    URI address = URI.create(gateway.address());
    Socket socket = new Socket(address.getHost(), address.getPort());
    socket
        .getOutputStream()
        .write(
            """
            POST /api/v1/payments HTTP/1.1\r
            Host: florin\r
            Authorization: Bearer %s\r
            Content-Type: application/json\r
            Content-Length: 1000\r
            \r
            {"""
                .formatted(TOKEN)
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static double limit(GatewayServer gateway) {
    return gateway.bean(MeterRegistry.class).get("gateway.changes.limit").gauge().value();
  }

  /** A reply and how long it took. */
  private record Timed(Reply reply, Duration took) {

    static Timed of(Supplier<Reply> request) {
      long start = System.nanoTime();
      Reply reply = request.get();
      return new Timed(reply, Duration.ofNanos(System.nanoTime() - start));
    }

    boolean isAnswered() {
      return reply.status() == 200;
    }
  }

  /** Takes whatever comes and works on so much at once. */
  private static final class SlowService implements AutoCloseable {

    private final ExecutorService workers;
    private final HttpServer server;

    SlowService(int workers, Duration work) throws IOException {
      this.workers = Executors.newFixedThreadPool(workers);
      this.server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(this.workers);
      server.createContext(
          "/",
          exchange -> {
            try (exchange) {
              exchange.getRequestBody().readAllBytes();
              LockSupport.parkNanos(work.toNanos());
              exchange.getResponseHeaders().set("Content-Type", "application/json");
              exchange.sendResponseHeaders(200, 2);
              exchange.getResponseBody().write("{}".getBytes(StandardCharsets.US_ASCII));
            }
          });
      server.start();
    }

    String address() {
      return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
      server.stop(0);
      workers.shutdownNow();
    }
  }
}
