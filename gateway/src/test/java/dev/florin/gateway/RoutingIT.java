package dev.florin.gateway;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutingIT {

  private static final String TOKEN = Tokens.merchant("routing");
  private static final String[] AUTHORIZED = {"Authorization", "Bearer " + TOKEN};

  private static GatewayServer gateway;

  @BeforeAll
  static void start() {
    gateway =
        GatewayServer.start(
            "florin.gateway.rate-limit.merchant.capacity=10000",
            "florin.gateway.rate-limit.address.capacity=10000");
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @BeforeEach
  void forget() {
    gateway.backend().resetRequests();
    gateway.identity().resetRequests();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/payments",
        "/api/v1/payments/PAY_1/timeline",
        "/api/v1/traces/0af7651916cd43dd8448eb211c80319c",
        "/api/v1/parked?limit=2",
        "/api/v1/reconciliation/cases?status=open",
        "/api/v1/accounts",
        "/api/v1/audit/export?actor=operator%3Aolga",
        "/api/v1/integrity",
        "/api/v1/ledger/proofs/0198c1a2:deduct",
        "/api/v1/ledger/keys",
        "/api/v1/transfers/T-1",
        "/api/v1/channels",
        "/api/v1/notifications/deliveries",
        "/api/v1/payments?limit=10&created_from=2026-01-01T00%3A00%3A00%2B02%3A00&reference=a+b",
        "/api/v1/payments/PAY%201"
      })
  void theApiLeadsToTheServicesUnchanged(String path) {
    Reply reply = gateway.get(path, AUTHORIZED);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo("{\"answered\": true}");
    gateway.backend().verify(1, getRequestedFor(urlEqualTo(path)));
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/payment, /api/v1/payments",
    "/api/v1/payment/PAY_1?limit=1, /api/v1/payments/PAY_1?limit=1",
    "/api/v1/payment/PAY_1/payment, /api/v1/payments/PAY_1/payment"
  })
  void theOriginalsSingularPathIsTheSameCall(String sent, String received) {
    Reply reply = gateway.get(sent, AUTHORIZED);

    assertThat(reply.status()).isEqualTo(200);
    gateway.backend().verify(1, getRequestedFor(urlEqualTo(received)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/internal/deductions/1",
        "/actuator/health",
        "/actuator/prometheus",
        "/api/v1/paymentsX",
        "/api/v1/ledgers",
        "/api/v1/integrity/breaches",
        "/internal/holds/1",
        "/oauth2/revocations",
        "/api/v1/risk/rules",
        "/API/v1/payments",
        "/api/v2/payments",
        "/oauth2/authorize",
        "/oauth2/introspect",
        "/error"
      })
  void nothingElseExists(String path) {
    for (Reply reply :
        List.of(gateway.get(path, AUTHORIZED), gateway.post(path, TOKEN, "{\"a\": 1}"))) {
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.text("code")).isEqualTo("not_found");
    }
    gateway.backend().verify(0, anyRequestedFor(anyUrl()));
    gateway
        .identity()
        .verify(0, anyRequestedFor(WireMock.urlPathMatching("/(oauth2/[ai]|error).*")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/payments/..%2f..%2finternal",
        "/api/v1/payments/%2e%2e/%2e%2e/internal/x",
        "/api/v1/payments;a=b",
        "/api/v1//payments"
      })
  void aPathThatIsNotPlainIsRefused(String path) {
    Reply reply = gateway.get(path, AUTHORIZED);

    assertThat(reply.status()).isIn(400, 404);
    gateway.backend().verify(0, anyRequestedFor(anyUrl()));
  }

  @Test
  void anAnswerPassesByteForByteWhateverItsStatus() {
    String problem =
        "{ \"type\" : \"urn:x\",\n  \"status\":402, \"code\":\"card_declined\",\"m\":\"€\" }";
    gateway
        .backend()
        .stubFor(
            post("/api/v1/payments/declined")
                .willReturn(
                    aResponse()
                        .withStatus(402)
                        .withHeader("Content-Type", "application/problem+json")
                        .withHeader("Location", "/api/v1/payments/PAY_1")
                        .withHeader("traceresponse", "00-backend")
                        .withHeader("Server-Timing", "third-party;dur=5")
                        .withHeader("X-Request-Id", "backend")
                        .withBody(problem)));

    Reply reply = gateway.post("/api/v1/payments/declined", TOKEN, "{}");

    assertThat(reply.status()).isEqualTo(402);
    assertThat(reply.body()).isEqualTo(problem);
    assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(reply.header("Location")).isEqualTo("/api/v1/payments/PAY_1");
    assertThat(reply.header("traceresponse")).doesNotContain("backend");
    assertThat(reply.header("X-Request-Id")).doesNotContain("backend");
    assertThat(reply.header("Server-Timing")).isEmpty();
  }

  @Test
  void aServiceErrorPassesAndDoesNotOpenTheBreaker() {
    gateway
        .backend()
        .stubFor(
            post("/api/v1/channels/broken")
                .willReturn(aResponse().withStatus(503).withBody("{\"code\":\"x\"}")));

    for (int i = 0; i < 60; i++) {
      Reply reply = gateway.post("/api/v1/channels/broken", TOKEN, "{}");
      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.body()).isEqualTo("{\"code\":\"x\"}");
    }
  }

  @Test
  void aLongAnswerIsPassedOnWhole() {
    String page = "x".repeat(2_000_000);
    gateway.backend().stubFor(WireMock.get("/api/v1/accounts/long").willReturn(okJson(page)));

    Reply reply = gateway.get("/api/v1/accounts/long", AUTHORIZED);

    assertThat(reply.body()).isEqualTo(page);
  }

  @Test
  void aBodyIsPassedOnAsItWasSent() {
    String body = "{\"amount\":19.990,\n \"b\" : \"\\u20ac €\"}";

    gateway.post("/api/v1/payments", TOKEN, body, "Idempotency-Key", "KEY-1");

    gateway
        .backend()
        .verify(
            postRequestedFor(urlPathEqualTo("/api/v1/payments"))
                .withHeader("Idempotency-Key", equalTo("KEY-1"))
                .withHeader("Content-Type", equalTo("application/json"))
                .withRequestBody(equalTo(body)));
  }

  @Test
  void untrustedHeadersAreReplacedByWhatTheTokenSays() {
    gateway.get(
        "/api/v1/payments",
        "Authorization",
        "Bearer " + Tokens.user("shop", "USER_7"),
        "baggage",
        "merchant_id=evil,user_id=evil,is_admin=true",
        "X-Envoy-Expected-Rq-Timeout-Ms",
        "1",
        "X-Forwarded-For",
        "6.6.6.6",
        "X-Forwarded-Host",
        "evil.test",
        "Forwarded",
        "for=6.6.6.6",
        "X-Request-Id",
        "my-request.1");

    LoggedRequest received = received();
    assertThat(received.getHeaders().getHeader("baggage").values())
        .singleElement()
        .asString()
        .satisfies(
            baggage ->
                assertThat(baggage.split(","))
                    .containsExactlyInAnyOrder(
                        "merchant_id=shop",
                        "user_id=USER_7",
                        "session_id=session-1",
                        "request_id=my-request.1"));
    assertThat(Long.parseLong(received.getHeader("x-envoy-expected-rq-timeout-ms")))
        .isBetween(8_000L, 10_000L);
    assertThat(received.getHeader("X-Forwarded-For")).isEqualTo("127.0.0.1");
    assertThat(received.containsHeader("X-Forwarded-Host")).isFalse();
    assertThat(received.containsHeader("Forwarded")).isFalse();
  }

  @Test
  void aMerchantIsNotAUserInTheBaggage() {
    gateway.get("/api/v1/payments", AUTHORIZED);

    assertThat(received().getHeader("baggage"))
        .contains("merchant_id=routing", "session_id=", "request_id=")
        .doesNotContain("user_id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words", "<script>", "x\u00e4"})
  void aRequestIdThatIsNotOneIsReplaced(String id) {
    Reply reply =
        gateway.get("/api/v1/payments", "Authorization", "Bearer " + TOKEN, "X-Request-Id", id);

    assertThat(reply.header("X-Request-Id")).matches("[0-9a-f-]{36}");
    assertThat(received().getHeaders().getHeader("X-Request-Id").values())
        .containsExactly(reply.header("X-Request-Id"));
  }

  @Test
  void aRequestIdThatTheEdgeMadeGoesOn() {
    Reply reply = gateway.get("/api/v1/payments", AUTHORIZED);

    assertThat(received().getHeader("X-Request-Id")).isEqualTo(reply.header("X-Request-Id"));
  }

  @Test
  void hopByHopHeadersStayAtTheirHop() {
    gateway.get("/api/v1/payments", "Authorization", "Bearer " + TOKEN, "TE", "trailers");

    gateway
        .backend()
        .verify(getRequestedFor(urlPathEqualTo("/api/v1/payments")).withHeader("TE", absent()));
  }

  @Test
  void aBodyThatIsTooLongIsRefusedWithOrWithoutItsLength() {
    byte[] body = new byte[64 * 1024 + 1];
    Arrays.fill(body, (byte) ' ');

    Reply announced = gateway.send(json("/api/v1/payments").POST(BodyPublishers.ofByteArray(body)));
    Reply chunked =
        gateway.send(
            json("/api/v1/payments")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));

    for (Reply reply : List.of(announced, chunked)) {
      assertThat(reply.status()).isEqualTo(413);
      assertThat(reply.text("code")).isEqualTo("payload_too_large");
    }
    gateway.backend().verify(0, anyRequestedFor(anyUrl()));
  }

  @Test
  void theLongestBodyPasses() {
    byte[] body = new byte[64 * 1024];
    Arrays.fill(body, (byte) ' ');

    Reply reply =
        gateway.send(
            json("/api/v1/payments")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));

    assertThat(reply.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "nonsense", "*/*x"})
  void aBodyThatIsNotJsonIsRefused(String type) {
    Reply reply =
        gateway.send(
            gateway
                .request("/api/v1/payments", AUTHORIZED)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString("a=1")));

    assertThat(reply.status()).isEqualTo(415);
    assertThat(reply.text("code")).isEqualTo("unsupported_media_type");
    gateway.backend().verify(0, anyRequestedFor(anyUrl()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"utf-16", "ISO-8859-1", "no-such-charset", "\"\""})
  void jsonInAnotherCharacterSetIsRefused(String charset) {
    Reply reply = sendAs("application/json;charset=" + charset, BodyPublishers.ofString("{}"));

    assertThat(reply.status()).isEqualTo(415);
    gateway.backend().verify(0, anyRequestedFor(anyUrl()));
  }

  @Test
  void jsonMaySayThatItIsInUtf8() {
    assertThat(sendAs("application/json; charset=utf-8", BodyPublishers.ofString("{}")).status())
        .isEqualTo(200);
  }

  /** A million spaces in a kilobyte: neither unpacked here nor passed on to be unpacked. */
  @Test
  void aPackedBodyIsRefused() throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(" ".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII));
    }

    for (String encoding : List.of("gzip", "deflate", "br", "identity, gzip")) {
      Reply reply =
          gateway.send(
              json("/api/v1/payments")
                  .header("Content-Encoding", encoding)
                  .POST(BodyPublishers.ofByteArray(packed.toByteArray())));

      assertThat(reply.status()).as(encoding).isEqualTo(415);
      assertThat(reply.text("code")).isEqualTo("unsupported_media_type");
    }
    gateway.backend().verify(0, anyRequestedFor(anyUrl()));
  }

  @Test
  void tenMegabytesAreRefusedWithoutBeingReadToTheirEnd() throws IOException {
    URI address = URI.create(gateway.address());
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              """
              POST /api/v1/payments HTTP/1.1\r
              Host: florin\r
              Authorization: Bearer %s\r
              Content-Type: application/json\r
              Content-Length: 10485760\r
              \r
              {"""
                  .formatted(TOKEN)
                  .getBytes(StandardCharsets.US_ASCII));

      String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);

      assertThat(answer).isEqualTo("HTTP/1.1 413");
    }
    gateway.backend().verify(0, anyRequestedFor(anyUrl()));
  }

  @Test
  void aRequestWithTooManyHeadersOrTooLongAnAddressIsRefusedAsAProblem() {
    List<String> headers = new ArrayList<>(List.of(AUTHORIZED));
    for (int i = 0; i < 200; i++) {
      headers.add("X-Filler-" + i);
      headers.add("x");
    }
    for (Reply reply :
        List.of(
            gateway.get("/api/v1/payments", headers.toArray(String[]::new)),
            gateway.get("/api/v1/payments?reference=" + "x".repeat(20_000), AUTHORIZED))) {
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
      assertThat(reply.text("code")).isEqualTo("malformed_request");
    }
    gateway.backend().verify(0, anyRequestedFor(anyUrl()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST"})
  void aQueryThatIsNoneIsRefusedAsAProblem(String method) throws IOException {
    URI address = URI.create(gateway.address());
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              """
              %s /api/v1/payments?x=%%zz HTTP/1.1\r
              Host: florin\r
              Authorization: Bearer %s\r
              Connection: close\r
              \r
              """
                  .formatted(method, TOKEN)
                  .getBytes(StandardCharsets.US_ASCII));

      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

      assertThat(answer).startsWith("HTTP/1.1 400").contains("\"malformed_request\"");
    }
    gateway.backend().verify(0, anyRequestedFor(anyUrl()));
  }

  @Test
  void aPostWithoutABodyNeedsNoType() {
    Reply reply =
        gateway.send(
            gateway
                .request("/api/v1/payments/PAY_1/void", AUTHORIZED)
                .POST(BodyPublishers.noBody()));

    assertThat(reply.status()).isEqualTo(200);
  }

  @Test
  void tokensAndKeysComeFromIdentityWithoutAToken() {
    gateway
        .identity()
        .stubFor(post("/oauth2/token").willReturn(okJson("{\"access_token\":\"t\"}")));

    Reply token =
        gateway.send(
            gateway
                .request("/oauth2/token")
                .header("Authorization", "Basic ZGVtbzpzZWNyZXQ=")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                    BodyPublishers.ofString(
                        "grant_type=client_credentials&scope=payments%3Aread+ops")));
    Reply keys = gateway.get("/oauth2/jwks");

    assertThat(token.body()).isEqualTo("{\"access_token\":\"t\"}");
    assertThat(keys.status()).isEqualTo(200);
    gateway
        .identity()
        .verify(
            postRequestedFor(urlEqualTo("/oauth2/token"))
                .withHeader("Authorization", equalTo("Basic ZGVtbzpzZWNyZXQ="))
                .withRequestBody(
                    equalTo("grant_type=client_credentials&scope=payments%3Aread+ops")));
  }

  @Test
  void loggingInNeedsNoTokenButRegisteringDoes() {
    gateway.identity().stubFor(post(anyUrl()).willReturn(okJson("{}")));

    Reply session =
        gateway.send(
            gateway
                .request("/api/v1/sessions", "Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}", StandardCharsets.UTF_8)));
    Reply user =
        gateway.send(
            gateway
                .request("/api/v1/users", "Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}")));

    assertThat(session.status()).isEqualTo(200);
    assertThat(user.status()).isEqualTo(401);
    assertThat(gateway.post("/api/v1/users", TOKEN, "{}").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /api/v1/merchants",
    "GET, /api/v1/merchants/shop",
    "POST, /api/v1/merchants/shop/secrets",
    "DELETE, /api/v1/merchants/shop/secrets/1",
    "DELETE, /api/v1/sessions/current"
  })
  void merchantsAndLogOutsAreIdentitysAndNeedAToken(String method, String path) {
    gateway.identity().stubFor(WireMock.any(urlEqualTo(path)).willReturn(okJson("{}")));

    Reply let =
        gateway.send(gateway.request(path, AUTHORIZED).method(method, BodyPublishers.noBody()));
    Reply refused = gateway.send(gateway.request(path).method(method, BodyPublishers.noBody()));

    assertThat(let.status()).isEqualTo(200);
    assertThat(refused.status()).isEqualTo(401);
    gateway.identity().verify(1, anyRequestedFor(urlEqualTo(path)));
  }

  @Test
  void revocationsGoToIdentityWithTheClientsOwnSecret() {
    gateway.identity().stubFor(post("/oauth2/revoke").willReturn(aResponse().withStatus(200)));

    Reply revoked =
        gateway.send(
            gateway
                .request("/oauth2/revoke")
                .header("Authorization", "Basic ZGVtbzpzZWNyZXQ=")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("token=t")));

    assertThat(revoked.status()).isEqualTo(200);
    assertThat(revoked.header("RateLimit-Limit")).isNotBlank();
    gateway
        .identity()
        .verify(
            postRequestedFor(urlEqualTo("/oauth2/revoke"))
                .withHeader("Authorization", equalTo("Basic ZGVtbzpzZWNyZXQ="))
                .withRequestBody(equalTo("token=t")));
  }

  private static Reply sendAs(String type, HttpRequest.BodyPublisher body) {
    return gateway.send(
        gateway.request("/api/v1/payments", AUTHORIZED).header("Content-Type", type).POST(body));
  }

  private static HttpRequest.Builder json(String path) {
    return gateway.request(path, AUTHORIZED).header("Content-Type", "application/json");
  }

  private static LoggedRequest received() {
    return gateway.backend().findAll(anyRequestedFor(anyUrl())).getFirst();
  }
}
