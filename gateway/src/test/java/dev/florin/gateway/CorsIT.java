package dev.florin.gateway;

import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CorsIT {

  private static final String SHOP = "https://shop.test";
  private static final String TOKEN = Tokens.merchant("cors");

  private static GatewayServer gateway;
  private static GatewayServer closed;

  @BeforeAll
  static void start() {
    gateway =
        GatewayServer.start("florin.gateway.cors.allowed-origins=" + SHOP + ",https://other.test");
    closed = GatewayServer.start();
  }

  @AfterAll
  static void stop() {
    gateway.close();
    closed.close();
  }

  @BeforeEach
  void forget() {
    gateway.backend().resetRequests();
  }

  @Test
  void theEdgeItselfAnswersWhatABrowserAsksBefore() {
    Reply reply = preflight(gateway, SHOP, "POST", "authorization,idempotency-key,content-type");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Access-Control-Allow-Origin")).isEqualTo(SHOP);
    assertThat(reply.header("Access-Control-Allow-Methods")).contains("POST");
    assertThat(reply.header("Access-Control-Allow-Headers"))
        .containsIgnoringCase("authorization")
        .containsIgnoringCase("idempotency-key");
    assertThat(reply.header("Access-Control-Allow-Credentials")).isEmpty();
    assertThat(reply.header("traceresponse")).isNotBlank();
    gateway.backend().verify(0, anyRequestedFor(anyUrl()));
  }

  @Test
  void aPageMayReadWhatItNeedsOfTheAnswerAndOfARefusal() {
    Reply answer =
        gateway.get("/api/v1/payments", "Authorization", "Bearer " + TOKEN, "Origin", SHOP);
    Reply refusal = gateway.get("/api/v1/payments", "Origin", SHOP);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(refusal.status()).isEqualTo(401);
    for (Reply reply : new Reply[] {answer, refusal}) {
      assertThat(reply.header("Access-Control-Allow-Origin")).isEqualTo(SHOP);
      assertThat(reply.header("Access-Control-Expose-Headers"))
          .contains("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
          .contains("Retry-After", "X-Request-Id", "traceresponse", "Idempotent-Replayed");
      assertThat(reply.header("Access-Control-Allow-Credentials")).isEmpty();
    }
  }

  @Test
  void pagesOfOtherOriginsAreRefused() {
    Reply before = preflight(gateway, "https://evil.test", "POST", "authorization");
    Reply call =
        gateway.get(
            "/api/v1/payments", "Authorization", "Bearer " + TOKEN, "Origin", "https://evil.test");

    for (Reply reply : new Reply[] {before, call}) {
      assertThat(reply.status()).isEqualTo(403);
      assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
      assertThat(reply.text("code")).isEqualTo("forbidden");
      assertThat(reply.header("Access-Control-Allow-Origin")).isEmpty();
    }
    gateway.backend().verify(0, anyRequestedFor(anyUrl()));
  }

  @Test
  void unlessOriginsAreNamedNoPageMayCall() {
    Reply before = preflight(closed, SHOP, "POST", "authorization");
    Reply call = closed.get("/api/v1/payments", "Authorization", "Bearer " + TOKEN, "Origin", SHOP);

    assertThat(before.status()).isEqualTo(401);
    assertThat(before.header("Access-Control-Allow-Origin")).isEmpty();
    assertThat(call.header("Access-Control-Allow-Origin")).isEmpty();
  }

  private static Reply preflight(
      GatewayServer server, String origin, String method, String headers) {
    return server.send(
        server
            .request("/api/v1/payments")
            .header("Origin", origin)
            .header("Access-Control-Request-Method", method)
            .header("Access-Control-Request-Headers", headers)
            .method("OPTIONS", BodyPublishers.noBody()));
  }
}
