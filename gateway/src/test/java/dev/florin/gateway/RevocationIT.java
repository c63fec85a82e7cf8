package dev.florin.gateway;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.florin.contract.Contract;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What identity-service has revoked is refused at the edge. */
@SuppressWarnings("JavaUtilDate") // The JWT library speaks it.
class RevocationIT {

  private static final String LIST = "/oauth2/revocations";
  private static final String AS_OF = "2026-03-04T05:06:07Z";

  /** What is promised. */
  private static final Duration BOUND = Duration.ofSeconds(5);

  private static GatewayServer gateway;

  @BeforeAll
  static void start() {
    gateway = GatewayServer.start("florin.gateway.revocation.interval=500ms");
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @BeforeEach
  void nothingNew() {
    answer(gateway, okJson(list()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"token", "session", "client", "merchant"})
  void aRevokedTokenIsRefusedWithinTheBoundInTheSameWords(String kind) {
    String id = UUID.randomUUID().toString();
    boolean ofUser = kind.equals("session");
    String token = token(id, Instant.now(), ofUser);
    String other = token(UUID.randomUUID().toString(), Instant.now(), ofUser);
    assertThat(pass(token)).isEqualTo(200);
    String before = kind.equals("client") || kind.equals("merchant") ? inSeconds(30) : null;

    answer(gateway, okJson(list(revocation(kind, id, before))));

    awaitRefusal(token);
    Reply refused = gateway.get("/api/v1/payments", "Authorization", "Bearer " + token);
    assertThat(refused.body().replaceAll("[0-9a-f]{32}", ""))
        .isEqualTo(
            gateway
                .get("/api/v1/payments", "Authorization", "Bearer garbage")
                .body()
                .replaceAll("[0-9a-f]{32}", ""));
    assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
    assertThat(pass(other)).isEqualTo(200);
  }

  @Test
  void whatAMerchantGetsAfterTheRevocationIsGood() {
    String id = UUID.randomUUID().toString();
    Instant revokedAt = Instant.now().minusSeconds(10);
    String before = token(id, revokedAt.minusSeconds(1), false);
    String after = token(id, revokedAt, false);

    answer(
        gateway,
        okJson(
            list(
                revocation(
                    "client", id, Instant.ofEpochSecond(revokedAt.getEpochSecond()).toString()))));

    awaitRefusal(before);
    assertThat(pass(after)).isEqualTo(200);
  }

  @Test
  void aMerchantsOwnTokensAreRevokedWithoutThoseOfItsUsers() {
    String id = UUID.randomUUID().toString();
    String own = token(id, Instant.now(), false);
    String ofUser = token(id, Instant.now(), true);

    answer(gateway, okJson(list(revocation("client", id, inSeconds(30)))));

    awaitRefusal(own);
    assertThat(pass(ofUser)).isEqualTo(200);
  }

  @Test
  void itAsksForWhatIsNew() {
    Awaitility.await()
        .atMost(BOUND)
        .untilAsserted(
            () ->
                gateway
                    .identity()
                    .verify(
                        getRequestedFor(urlPathEqualTo(LIST))
                            .withQueryParam("since", equalTo(AS_OF))));
  }

  @Test
  void whileNobodyAnswersItGoesByWhatItKnowsAndTellsHowOldThatIs() {
    String id = UUID.randomUUID().toString();
    String token = token(id, Instant.now(), false);
    answer(gateway, okJson(list(revocation("token", id, null))));
    awaitRefusal(token);

    answer(gateway, aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));

    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> ageSeconds() > 4);
    assertThat(pass(token)).isEqualTo(401);
    assertThat(pass(token(UUID.randomUUID().toString(), Instant.now(), false))).isEqualTo(200);

    answer(gateway, okJson(list()));
    Awaitility.await().atMost(BOUND).until(() -> ageSeconds() < 2);
    assertThat(pass(token)).isEqualTo(401);
  }

  @Test
  void beforeItIsToldAnythingItLetsNothingPass() {
    try (GatewayServer untold =
        GatewayServer.start("florin.gateway.revocation.uri=http://127.0.0.1:1/list")) {
      Reply reply =
          untold.get(
              "/api/v1/payments", "Authorization", "Bearer " + token("any", Instant.now(), false));

      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.text("code")).isEqualTo("service_unavailable");
      assertThat(reply.header("Retry-After")).isEqualTo("1");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 429})
  void aRefusalIsNoListOfNothing(int answer) {
    String list = "/list-" + answer;
    gateway
        .identity()
        .stubFor(get(urlPathEqualTo(list)).willReturn(aResponse().withStatus(answer)));
    try (GatewayServer fresh =
        GatewayServer.start(
            "florin.gateway.revocation.uri=" + gateway.identity().baseUrl() + list)) {
      Reply reply =
          fresh.get(
              "/api/v1/payments", "Authorization", "Bearer " + token("any", Instant.now(), false));

      assertThat(reply.status()).isEqualTo(503);
    }
  }

  @Test
  void theListIsReadAsAgreedWithIdentity() {
    Contract contract = Contract.load("identity/revocations");
    String sub = UUID.randomUUID().toString();
    String token = Tokens.signed(c -> c.jwtID("0198c1a2-7b3c-4d4e-8f50-0000000000a1"));
    String session =
        Tokens.signed(c -> c.subject(sub).claim("sid", "0198c1a2-7b3c-4d4e-8f50-0000000000a2"));
    String ofShop = Tokens.merchant("shop");
    String ofKiosk = Tokens.user("kiosk", sub);

    answer(gateway, okJson(contract.response().bodyText()));

    for (String revoked : List.of(token, session, ofShop, ofKiosk)) {
      awaitRefusal(revoked);
    }
    assertThat(pass(Tokens.user("shop", sub))).isEqualTo(200);
  }

  private static void answer(GatewayServer server, ResponseDefinitionBuilder answer) {
    server.identity().stubFor(get(urlPathEqualTo(LIST)).willReturn(answer));
  }

  private static String list(String... revocations) {
    return "{\"as_of\": \"%s\", \"revocations\": [%s]}"
        .formatted(AS_OF, String.join(",", List.of(revocations)));
  }

  private static String revocation(String kind, String subject, @Nullable String issuedBefore) {
    return "{\"kind\": \"%s\", \"subject\": \"%s\", \"expires_at\": \"%s\"%s}"
        .formatted(
            kind,
            subject,
            inSeconds(900),
            issuedBefore == null ? "" : ", \"issued_before\": \"" + issuedBefore + "\"");
  }

  private static String inSeconds(int seconds) {
    return Instant.ofEpochSecond(Instant.now().getEpochSecond() + seconds).toString();
  }

  /** Everything about it is called by one id. */
  private static String token(String id, Instant issuedAt, boolean ofUser) {
    return Tokens.signed(
        claims ->
            claims
                .jwtID(id)
                .subject(id)
                .issueTime(Date.from(issuedAt))
                .claim("merchant_id", id)
                .claim("sid", ofUser ? id : null));
  }

  private static int pass(String token) {
    return gateway.get("/api/v1/payments", "Authorization", "Bearer " + token).status();
  }

  private static void awaitRefusal(String token) {
    Awaitility.await()
        .atMost(BOUND)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> pass(token) == 401);
  }

  private static double ageSeconds() {
    return gateway
        .bean(MeterRegistry.class)
        .get("gateway.revocations.age")
        .timeGauge()
        .value(TimeUnit.SECONDS);
  }
}
