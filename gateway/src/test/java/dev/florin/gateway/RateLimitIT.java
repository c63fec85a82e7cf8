package dev.florin.gateway;

import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.localstack.embedded.EphemeralRedis;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class RateLimitIT {

  /** Redis' second database, where no other test has left a bucket of this address. */
  private static final String[] SMALL = {
    "SPRING_DATA_REDIS_URL=" + EphemeralRedis.url() + "/1",
    "florin.gateway.rate-limit.merchant.capacity=5",
    "florin.gateway.rate-limit.merchant.refill-per-second=1",
    "florin.gateway.rate-limit.address.capacity=3",
    "florin.gateway.rate-limit.address.refill-per-second=1"
  };

  @Test
  void aMerchantIsRefusedWhenItsTokensAreUsedUpAndServedAfterARefill() {
    try (GatewayServer gateway = GatewayServer.start(SMALL)) {
      String merchant = unique();

      List<Reply> replies = askUntilRefused(gateway, Tokens.merchant(merchant));
      assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSizeGreaterThan(4);
      Reply refused = replies.getLast();
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
      assertThat(refused.text("code")).isEqualTo("rate_limited");
      assertThat(refused.json().get("retryable").asBoolean()).isTrue();
      assertThat(refused.header("Retry-After")).isEqualTo("1");
      assertThat(refused.header("RateLimit-Limit")).isEqualTo("5");
      assertThat(refused.header("RateLimit-Remaining")).isEqualTo("0");
      assertThat(refused.header("RateLimit-Reset")).isIn("4", "5");
      assertThat(replies.getFirst().header("RateLimit-Remaining")).isEqualTo("4");

      Awaitility.await()
          .atMost(Duration.ofSeconds(3))
          .untilAsserted(
              () ->
                  assertThat(ask(gateway, Tokens.merchant(merchant), 1).getFirst().status())
                      .isEqualTo(200));
    }
  }

  @Test
  void allTokensOfAMerchantAndItsUsersShareOneAllowanceAndOtherMerchantsHaveTheirOwn() {
    try (GatewayServer gateway = GatewayServer.start(SMALL)) {
      String merchant = unique();
      askUntilRefused(gateway, Tokens.merchant(merchant));

      assertThat(ask(gateway, Tokens.merchant(merchant), 4)).anyMatch(RateLimitIT::isRefused);
      assertThat(ask(gateway, Tokens.user(merchant, "USER_1"), 4)).anyMatch(RateLimitIT::isRefused);
      assertThat(ask(gateway, Tokens.merchant(unique()), 1).getFirst().status()).isEqualTo(200);
    }
  }

  /** Whatever is asked and however it is written, and wherever the client says that it is. */
  @Test
  void otherPathsMethodsAndForgedAddressesAreNoOtherAllowance() {
    try (GatewayServer gateway = GatewayServer.start(SMALL)) {
      String merchant = unique();
      List<String> paths =
          List.of(
              "/api/v1/payments",
              "/api/v1/payment",
              "/api/v1/payments/PAY_1",
              "/api/v1/payment%73",
              "/api/v1/accounts?a=1",
              "/api/v1/channels");
      int sent = 0;
      Reply reply;
      do {
        String path = paths.get(sent % paths.size());
        String[] headers = {
          "Authorization",
          "Bearer " + Tokens.merchant(merchant),
          "X-Forwarded-For",
          "10.0.0." + sent,
          "X-Merchant-Id",
          "merchant-" + sent
        };
        reply =
            sent % 2 == 0
                ? gateway.get(path, headers)
                : gateway.send(gateway.request(path, headers).POST(BodyPublishers.noBody()));
      } while (!isRefused(reply) && ++sent < 100);

      assertThat(reply).matches(RateLimitIT::isRefused);
      assertThat(sent).isLessThan(50);
    }
  }

  @Test
  void twoGatewaysShareTheAllowance() {
    try (GatewayServer one = GatewayServer.start(SMALL);
        GatewayServer two = GatewayServer.start(SMALL)) {
      // A gateway that has just started may find Redis too slow, and counts by itself for a second.
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                String token = Tokens.merchant(unique());
                askUntilRefused(one, token);
                assertThat(ask(two, token, 1)).allMatch(RateLimitIT::isRefused);
              });
    }
  }

  /** They name no merchant, and looking at them is not free. */
  @Test
  void refusedTokensAreLimitedByTheAddressThatTheyComeFrom() {
    List<String> properties = new ArrayList<>(List.of(SMALL));
    properties.add("florin.gateway.rate-limit.source.capacity=10");
    properties.add("florin.gateway.rate-limit.source.refill-per-second=1");
    try (GatewayServer gateway = GatewayServer.start(properties.toArray(String[]::new))) {
      List<Reply> replies = new ArrayList<>();
      do {
        replies.add(
            gateway.get(
                "/api/v1/payments",
                "Authorization",
                "Bearer guess-" + replies.size(),
                "X-Forwarded-For",
                "10.0.0." + replies.size()));
      } while (!isRefused(replies.getLast()) && replies.size() < 100);

      assertThat(replies.getLast()).matches(RateLimitIT::isRefused);
      assertThat(replies.getLast().header("Retry-After")).isEqualTo("1");
      assertThat(replies.getLast().header("Content-Type")).startsWith("application/problem+json");
      assertThat(replies.getLast().header("traceresponse")).isNotBlank();
      assertThat(replies).filteredOn(reply -> reply.status() == 401).hasSizeGreaterThan(9);
    }
  }

  @Test
  void withoutATokenTheAddressCountsWhateverTheHeadersSay() {
    try (GatewayServer gateway = GatewayServer.start(SMALL)) {
      gateway.identity().stubFor(post(anyUrl()).willReturn(okJson("{}")));

      int sent = 0;
      Reply reply;
      do {
        reply =
            gateway.send(
                gateway
                    .request("/api/v1/sessions", "X-Forwarded-For", "10.0.0." + sent)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{}")));
      } while (!isRefused(reply) && ++sent < 100);

      assertThat(reply).matches(RateLimitIT::isRefused);
    }
  }

  /** Whoever has a token of its own must not guess the passwords of others any faster. */
  @ParameterizedTest
  @CsvSource({
    "/api/v1/sessions, application/json, {}",
    "/api/v1/session%73, application/json, {}",
    "/oauth2/token, application/x-www-form-urlencoded, grant_type=client_credentials"
  })
  void withATokenTheAddressCountsTooWherePasswordsAreTried(String path, String type, String body) {
    try (GatewayServer gateway = GatewayServer.start(SMALL)) {
      gateway.identity().stubFor(post(anyUrl()).willReturn(okJson("{}")));

      int sent = 0;
      Reply reply;
      do {
        reply =
            gateway.send(
                gateway
                    .request(path, "Authorization", "Bearer " + Tokens.merchant(unique()))
                    .header("Content-Type", type)
                    .POST(BodyPublishers.ofString(body)));
      } while (!isRefused(reply) && ++sent < 100);

      assertThat(reply).matches(RateLimitIT::isRefused);
      assertThat(reply.header("RateLimit-Limit")).isEqualTo("3");
    }
  }

  @Test
  void withoutRedisRequestsAreServedAndStillLimited(CapturedOutput output) throws IOException {
    try (GatewayServer gateway = withRedisAt("redis://127.0.0.1:" + closedPort())) {
      List<Reply> replies = askUntilRefused(gateway, Tokens.merchant(unique()));

      assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSizeGreaterThan(4);
      assertThat(fallbacks(gateway)).isGreaterThanOrEqualTo(replies.size());
      assertThat(gateway.post("/api/v1/payments", Tokens.merchant(unique()), "{}").status())
          .isEqualTo(200);
      assertThat(output.getAll()).containsOnlyOnce("Redis does not answer");
      assertThat(gateway.management("/actuator/health/readiness").status()).isEqualTo(200);
      assertThat(gateway.management("/actuator/health").status()).isEqualTo(200);
    }
  }

  @Test
  void aRedisThatHangsCostsNoMoreThanItsTimeoutAndIsUsedAgainWhenItAnswers() throws IOException {
    try (TcpProxy redis = TcpProxy.to(URI.create(EphemeralRedis.url()).getPort());
        GatewayServer gateway = withRedisAt("redis://127.0.0.1:" + redis.port())) {
      Awaitility.await()
          .untilAsserted(
              () -> {
                double before = fallbacks(gateway);
                ask(gateway, Tokens.merchant(unique()), 1);
                assertThat(fallbacks(gateway)).isEqualTo(before);
              });
      redis.hang();
      double before = fallbacks(gateway);
      Instant start = Instant.now();

      List<Reply> replies = askUntilRefused(gateway, Tokens.merchant(unique()));

      assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(3));
      assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSizeGreaterThan(4);
      assertThat(fallbacks(gateway)).isGreaterThanOrEqualTo(before + replies.size());

      redis.goOn();
      Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(
              () -> {
                double hanging = fallbacks(gateway);
                ask(gateway, Tokens.merchant(unique()), 1);
                assertThat(fallbacks(gateway)).isEqualTo(hanging);
              });
      gateway.backend().verify(anyRequestedFor(anyUrl()));
    }
  }

  private static GatewayServer withRedisAt(String url) {
    List<String> properties = new ArrayList<>(List.of(SMALL));
    properties.add("SPRING_DATA_REDIS_URL=" + url);
    return GatewayServer.start(properties.toArray(String[]::new));
  }

  /** A slow machine earns refills while it asks, so the number of requests is not fixed. */
  private static List<Reply> askUntilRefused(GatewayServer gateway, String token) {
    List<Reply> replies = new ArrayList<>();
    do {
      replies.addAll(ask(gateway, token, 1));
    } while (!isRefused(replies.getLast()) && replies.size() < 100);
    assertThat(replies.getLast()).matches(RateLimitIT::isRefused);
    return replies;
  }

  private static boolean isRefused(Reply reply) {
    return reply.status() == 429;
  }

  private static List<Reply> ask(GatewayServer gateway, String token, int times) {
    List<Reply> replies = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      replies.add(gateway.get("/api/v1/payments", "Authorization", "Bearer " + token));
    }
    return replies;
  }

  private static double fallbacks(GatewayServer gateway) {
    return gateway
        .bean(MeterRegistry.class)
        .get("gateway.rate_limit.fallbacks")
        .tag("limit", "merchant")
        .counter()
        .count();
  }

  private static String unique() {
    return "merchant-" + UUID.randomUUID();
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
