package dev.florin.gateway;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class OverloadIT {

  private static final String TOKEN = Tokens.merchant("overload");
  private static final String[] AUTHORIZED = {"Authorization", "Bearer " + TOKEN};
  private static final Duration WORK = Duration.ofMillis(20);
  private static final String[] TWO_AT_ONCE = {
    "florin.gateway.rate-limit.merchant.capacity=1000000",
    "florin.gateway.overload.min=2",
    "florin.gateway.overload.initial=2",
    "florin.gateway.overload.max=2",
    "florin.gateway.overload.line=1",
    "florin.gateway.overload.longest-wait=10s"
  };

  @Test
  void inAnOverloadAChangeIsTurnedAwayBeforeItsTokenIsLookedAt() throws Exception {
    var release = new CountDownLatch(1);
    try (SlowService service = new SlowService(4, () -> await(release));
        GatewayServer gateway = startFull(service);
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Reply>> waiting = fill(gateway, clients);

      Reply reply =
          Awaitility.await()
              .until(
                  () -> {
                    assertThat(gateway.post("/api/v1/payments", TOKEN, "{}").status())
                        .isEqualTo(429);
                    return gateway.post("/api/v1/payments", "no token at all", "{}");
                  },
                  unseen -> unseen.status() == 429);
      Reply read = gateway.get("/api/v1/payments", AUTHORIZED);

      assertThat(reply.header("Retry-After")).isEqualTo("1");
      assertThat(reply.header("Connection")).as("nobody has to connect again").isEmpty();
      assertThat(reply.text("code")).isEqualTo("overloaded");
      assertThat(reply.text("detail")).contains("nothing was done");
      assertThat(reply.header("traceresponse")).isNotBlank();
      assertThat(read.status()).as("what only reads").isEqualTo(200);
      release.countDown();
      assertAnswered(waiting);
      assertThat(gateway.post("/api/v1/payments", TOKEN, "{}").status()).isEqualTo(200);
    }
  }

  /** The line is for those who may pay: whoever has no token throws nobody out of it. */
  @Test
  void whoHasNoTokenEndsNoCalm() throws Exception {
    var release = new CountDownLatch(1);
    try (SlowService service = new SlowService(4, () -> await(release));
        GatewayServer gateway = startFull(service);
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Reply>> waiting = fill(gateway, clients);

      for (int i = 0; i < 10; i++) {
        assertThat(gateway.post("/api/v1/payments", "no token at all", "{}").status())
            .isEqualTo(401);
      }

      release.countDown();
      assertAnswered(waiting);
    }
  }

  @Test
  void logInsLogOutsAndRevocationsAreNotTurnedAway() throws Exception {
    var release = new CountDownLatch(1);
    try (SlowService service = new SlowService(4, () -> await(release));
        GatewayServer gateway = startFull(service);
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      gateway.identity().stubFor(any(anyUrl()).atPriority(10).willReturn(okJson("{}")));
      List<Future<Reply>> waiting = fill(gateway, clients);

      assertThat(change(gateway, "POST", "/api/v1/sessions").status()).isEqualTo(200);
      assertThat(change(gateway, "DELETE", "/api/v1/sessions/current").status()).isEqualTo(200);
      assertThat(change(gateway, "POST", "/api/v1/users").status()).isEqualTo(200);
      assertThat(change(gateway, "POST", "/api/v1/merchants/shop/block").status()).isEqualTo(200);
      assertThat(change(gateway, "DELETE", "/api/v1/merchants/shop/secrets/1").status())
          .isEqualTo(200);
      assertThat(change(gateway, "POST", "/oauth2/revoke").status()).isEqualTo(200);
      assertThat(change(gateway, "POST", "/api/v1/payments").status()).isEqualTo(429);

      release.countDown();
      assertAnswered(waiting);
    }
  }

  @Test
  void whoSendsSlowlyHoldsNoPlace() throws Exception {
    try (GatewayServer gateway = GatewayServer.start(TWO_AT_ONCE);
        BegunRequest one = new BegunRequest(gateway);
        BegunRequest two = new BegunRequest(gateway);
        BegunRequest three = new BegunRequest(gateway)) {
      for (int i = 0; i < 10; i++) {
        assertThat(gateway.post("/api/v1/payments", TOKEN, "{}").status()).isEqualTo(200);
      }

      assertThat(one.finish()).startsWith("HTTP/1.1 200");
      assertThat(two.finish()).startsWith("HTTP/1.1 200");
      assertThat(three.finish()).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void theLimitFallsWhenServicesGiveUpTooLate() {
    try (GatewayServer gateway =
        GatewayServer.start(
            "florin.gateway.overload.target=100ms", "florin.gateway.overload.initial=40")) {
      gateway
          .backend()
          .stubFor(
              post("/api/v1/payments")
                  .willReturn(aResponse().withStatus(503).withFixedDelay(150).withBody("{}")));

      for (int i = 0; i < 10; i++) {
        assertThat(gateway.post("/api/v1/payments", TOKEN, "{}").status()).isEqualTo(503);
      }

      assertThat(limit(gateway)).isEqualTo(20);
    }
  }

  @Test
  void whatComesTooLateToBeSentTeachesNothing() throws Exception {
    Duration budget = Duration.ofSeconds(1);
    try (GatewayServer gateway =
        GatewayServer.start(
            "florin.web.deadline.budget=" + budget, "florin.gateway.overload.initial=40")) {
      assertThat(gateway.post("/api/v1/payments", TOKEN, "{}").status()).isEqualTo(200);
      List<BegunRequest> begun = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        begun.add(new BegunRequest(gateway));
      }

      long now = System.nanoTime();
      Awaitility.await().until(() -> System.nanoTime() - now > budget.toNanos());
      for (BegunRequest late : begun) {
        try (late) {
          assertThat(late.finish()).startsWith("HTTP/1.1 504");
        }
      }

      assertThat(limit(gateway)).isEqualTo(40);
    }
  }

  /** A service with four workers of 20 ms each: a hundred clients would wait half a second. */
  @Test
  void underOverloadWhatIsTakenOnIsAnsweredInTimeAndTheServiceStaysBusy() throws Exception {
    try (SlowService service = new SlowService(4, () -> LockSupport.parkNanos(WORK.toNanos()));
        GatewayServer gateway =
            GatewayServer.start(
                "FLORIN_PAYMENT_URL=" + service.address(),
                "florin.gateway.rate-limit.merchant.capacity=1000000",
                "florin.gateway.rate-limit.merchant.refill-per-second=1000000",
                "florin.gateway.overload.target=100ms",
                "florin.gateway.overload.initial=64")) {
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

      assertThat(replies).extracting(timed -> timed.reply().status()).containsOnly(200, 429);
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

  private static GatewayServer startFull(SlowService service) {
    return GatewayServer.start(
        Stream.concat(
                Stream.of("FLORIN_PAYMENT_URL=" + service.address()), Arrays.stream(TWO_AT_ONCE))
            .toArray(String[]::new));
  }

  private static List<Future<Reply>> fill(GatewayServer gateway, ExecutorService clients) {
    List<Future<Reply>> waiting = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      waiting.add(clients.submit(() -> gateway.post("/api/v1/payments", TOKEN, "{}")));
    }
    Awaitility.await().until(() -> gauge(gateway, "active") == 2 && gauge(gateway, "waiting") == 1);
    return waiting;
  }

  private static void assertAnswered(List<Future<Reply>> waiting) throws Exception {
    for (Future<Reply> one : waiting) {
      assertThat(one.get().status()).isEqualTo(200);
    }
  }

  private static Reply change(GatewayServer gateway, String method, String path) {
    return gateway.send(gateway.request(path, AUTHORIZED).method(method, BodyPublishers.noBody()));
  }

  private static void await(CountDownLatch latch) {
    Awaitility.await().until(() -> latch.getCount() == 0);
  }

  private static double limit(GatewayServer gateway) {
    return gauge(gateway, "limit");
  }

  private static double gauge(GatewayServer gateway, String name) {
    return gateway.bean(MeterRegistry.class).get("gateway.changes." + name).gauge().value();
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

  /** A request that the gateway has begun to handle, and whose last bytes are held back. */
  private static final class BegunRequest implements AutoCloseable {

    private final Socket socket;
    private final BufferedReader answers;

    BegunRequest(GatewayServer gateway) throws IOException {
      URI address = URI.create(gateway.address());
      socket = new Socket(address.getHost(), address.getPort());
      socket.setSoTimeout(10_000);
      answers =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      send(
          """
          POST /api/v1/payments HTTP/1.1\r
          Host: florin\r
          Authorization: Bearer %s\r
          Content-Type: application/json\r
          Content-Length: 2\r
          Expect: 100-continue\r
          \r
          {"""
              .formatted(TOKEN));
      assertThat(answers.readLine()).startsWith("HTTP/1.1 100");
      assertThat(answers.readLine()).isEmpty();
    }

    /** Sends what is missing and answers the status line. */
    String finish() throws IOException {
      send("}");
      return answers.readLine();
    }

    private void send(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  /** Takes whatever comes; so many changes at once are worked on. */
  private static final class SlowService implements AutoCloseable {

    private final ExecutorService workers;
    private final HttpServer server;

    SlowService(int workers, Runnable work) throws IOException {
      this.workers = Executors.newFixedThreadPool(workers);
      this.server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(this.workers);
      server.createContext(
          "/",
          exchange -> {
            try (exchange) {
              exchange.getRequestBody().readAllBytes();
              if (exchange.getRequestMethod().equals("POST")) {
                work.run();
              }
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
