package dev.florin.gateway;

import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.PlainJWT;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("JavaUtilDate") // The JWT library speaks it.
class AuthenticationIT {

  private static GatewayServer gateway;

  @BeforeAll
  static void start() {
    gateway = GatewayServer.start();
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
  void aGoodTokenIsLetThroughAndPassedOn() {
    String token = Tokens.merchant("demo");

    Reply reply = gateway.get("/api/v1/payments", "Authorization", "Bearer " + token);

    assertThat(reply.status()).isEqualTo(200);
    gateway
        .backend()
        .verify(
            getRequestedFor(urlPathEqualTo("/api/v1/payments"))
                .withHeader("Authorization", equalTo("Bearer " + token)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"JWT", "at+jwt"})
  void anAccessTokenMaySayWhatItIs(String type) throws Exception {
    Reply reply = gateway.get("/api/v1/payments", "Authorization", "Bearer " + ofType(type));

    assertThat(reply.status()).isEqualTo(200);
  }

  /** The server refuses so many bytes of headers before it knows that they are a token. */
  @Test
  void aTokenThatNoServerWouldReadIsRefusedAsAProblem() {
    Reply reply = gateway.get("/api/v1/payments", "Authorization", "Bearer " + "x".repeat(20_000));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
    assertThat(reply.text("code")).isEqualTo("malformed_request");
    gateway.backend().verify(0, anyRequestedFor(anyUrl()));
  }

  @ParameterizedTest
  @CsvSource({
    "/oauth2/token, application/x-www-form-urlencoded, grant_type=client_credentials",
    "/api/v1/sessions, application/json, {}"
  })
  void aBadTokenDoesNotHinderAskingForANewOne(String path, String type, String body) {
    gateway.identity().stubFor(post(path).willReturn(okJson("{}")));

    Reply reply =
        gateway.send(
            gateway
                .request(path)
                .header("Authorization", "Bearer expired")
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body)));

    assertThat(reply.status()).isEqualTo(200);
  }

  @Test
  void aTokenThatNobodyCanVerifyIsRefusedForNow() {
    try (GatewayServer keyless =
        GatewayServer.start(
            "spring.security.oauth2.resourceserver.jwt.jwk-set-uri=http://127.0.0.1:1/keys")) {
      Reply reply =
          keyless.get("/api/v1/payments", "Authorization", "Bearer " + Tokens.merchant("demo"));

      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
      assertThat(reply.header("Retry-After")).isEqualTo("1");
      assertThat(reply.text("code")).isEqualTo("service_unavailable");
      assertThat(reply.header("X-Request-Id")).isNotBlank();
    }
  }

  @Test
  void withoutATokenNothingPasses() {
    Reply reply = gateway.get("/api/v1/payments");

    assertRefused(reply, "Bearer");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badTokens")
  void aBadTokenIsRefusedInTheSameWords(String name, String token) {
    Reply none = gateway.get("/api/v1/payments");

    Reply reply = gateway.get("/api/v1/payments", "Authorization", "Bearer " + token);

    assertRefused(reply, "Bearer error=\"invalid_token\"");
    assertThat(withoutTrace(reply)).isEqualTo(withoutTrace(none));
  }

  private static void assertRefused(Reply reply, String challenge) {
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.header("WWW-Authenticate")).isEqualTo(challenge);
    assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
    assertThat(reply.header("X-Request-Id")).isNotBlank();
    assertThat(reply.text("code")).isEqualTo("unauthenticated");
    assertThat(reply.text("trace_id")).matches("[0-9a-f]{32}");
    gateway.backend().verify(0, anyRequestedFor(anyUrl()));
  }

  private static String withoutTrace(Reply reply) {
    return reply.body().replaceAll("[0-9a-f]{32}", "");
  }

  static Stream<Arguments> badTokens() throws Exception {
    RSAKey stranger = Tokens.newKey("key-1");
    RSAKey sql = new RSAKey.Builder(Tokens.KEY).keyID("key-1' OR '1'='1").build();
    RSAKey unknown = Tokens.newKey("../../etc/passwd");
    String good = Tokens.merchant("demo");
    byte[] publicKey = Tokens.KEY.toRSAPublicKey().getEncoded();
    return Stream.of(
        Arguments.of("garbage", "garbage"),
        Arguments.of("three parts of garbage", "a.b.c"),
        Arguments.of("alg none", new PlainJWT(Tokens.claims(_ -> {})).serialize()),
        Arguments.of("alg None", unsigned("{\"alg\":\"None\"}", good)),
        Arguments.of("alg NONE", unsigned("{\"alg\":\"NONE\"}", good)),
        Arguments.of("no alg", unsigned("{\"typ\":\"JWT\"}", good)),
        Arguments.of(
            "HS256 with the public key as its secret",
            Tokens.signed(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("key-1").build(),
                new MACSigner(publicKey),
                _ -> {})),
        Arguments.of("PS256 by the right key", signedBy(Tokens.KEY, JWSAlgorithm.PS256)),
        Arguments.of("another key of the same id", signedBy(stranger, JWSAlgorithm.RS256)),
        Arguments.of("an unknown key id", signedBy(unknown, JWSAlgorithm.RS256)),
        Arguments.of("an unknown key id again", signedBy(unknown, JWSAlgorithm.RS256)),
        Arguments.of("a key id for a database", signedBy(sql, JWSAlgorithm.RS256)),
        Arguments.of("its own key in the header", withOwnKey(stranger)),
        Arguments.of("a header that must be understood and is not", withCriticalHeader()),
        Arguments.of("encrypted, with no signature inside", encrypted()),
        Arguments.of("another token inside", signedText(good)),
        Arguments.of("a claim twice", signedText(withAClaimTwice())),
        Arguments.of("a changed payload", good.replaceFirst("\\.[^.]{10}", ".eyJzdWIiOi")),
        Arguments.of("no signature", good.substring(0, good.lastIndexOf('.') + 1)),
        Arguments.of(
            "expired",
            Tokens.signed(c -> c.expirationTime(Date.from(Instant.now().minusSeconds(120))))),
        Arguments.of("without an end", Tokens.signed(c -> c.expirationTime(null))),
        Arguments.of(
            "not yet valid",
            Tokens.signed(c -> c.notBeforeTime(Date.from(Instant.now().plusSeconds(120))))),
        Arguments.of("a wrong issuer", Tokens.signed(c -> c.issuer("http://evil.test"))),
        Arguments.of("no issuer", Tokens.signed(c -> c.issuer(null))),
        Arguments.of("a wrong audience", Tokens.signed(c -> c.audience("another"))),
        Arguments.of("no audience", Tokens.signed(c -> c.audience((String) null))),
        Arguments.of("another type of token", ofType("logout+jwt")),
        Arguments.of("far too long", Tokens.signed(c -> c.claim("filler", "x".repeat(4_000)))));
  }

  private static String unsigned(String header, String token) {
    String encoded =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(header.getBytes(StandardCharsets.UTF_8));
    return encoded + token.substring(token.indexOf('.'), token.lastIndexOf('.') + 1);
  }

  private static String signedBy(RSAKey key, JWSAlgorithm algorithm) throws Exception {
    return Tokens.signed(
        new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(),
        new RSASSASigner(key),
        _ -> {});
  }

  private static String withOwnKey(RSAKey key) throws Exception {
    return Tokens.signed(
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .jwk(key.toPublicJWK())
            .jwkURL(URI.create(gateway.backend().baseUrl() + "/evil"))
            .x509CertURL(URI.create(gateway.backend().baseUrl() + "/evil"))
            .keyID(key.getKeyID())
            .build(),
        new RSASSASigner(key),
        _ -> {});
  }

  private static String withCriticalHeader() throws Exception {
    return Tokens.signed(
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .keyID(Tokens.KEY.getKeyID())
            .criticalParams(Set.of("b64", "urn:evil"))
            .customParam("urn:evil", true)
            .build(),
        new RSASSASigner(Tokens.KEY),
        _ -> {});
  }

  private static String encrypted() throws Exception {
    JWEObject token =
        new JWEObject(
            new JWEHeader.Builder(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A256GCM)
                .contentType("JWT")
                .keyID(Tokens.KEY.getKeyID())
                .build(),
            new Payload(new PlainJWT(Tokens.claims(_ -> {})).serialize()));
    token.encrypt(new RSAEncrypter(Tokens.KEY.toRSAPublicKey()));
    return token.serialize();
  }

  private static String withAClaimTwice() {
    return Tokens.claims(_ -> {}).toString().replaceFirst("\\{", "{\"merchant_id\":\"other\",");
  }

  private static String signedText(String payload) throws Exception {
    JWSObject token =
        new JWSObject(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(Tokens.KEY.getKeyID()).build(),
            new Payload(payload));
    token.sign(new RSASSASigner(Tokens.KEY));
    return token.serialize();
  }

  private static String ofType(String type) throws Exception {
    return Tokens.signed(
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .type(new JOSEObjectType(type))
            .keyID(Tokens.KEY.getKeyID())
            .build(),
        new RSASSASigner(Tokens.KEY),
        _ -> {});
  }
}
