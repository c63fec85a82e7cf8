package dev.florin.web.security;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.Date;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Tokens as a service with no settings of its own takes them, around the gateway. */
@SpringBootTest(
    classes = ManagementPortTests.App.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "spring.config.location=classpath:florin-telemetry.yml,classpath:florin-web.yml",
      "spring.application.name=example",
      "FLORIN_ISSUER=https://identity.test"
    })
@SuppressWarnings("JavaUtilDate") // The JWT library speaks it.
class TokenConfusionTests {

  private static final RSAKey KEY = newKey();
  private static final WireMockServer identity =
      new WireMockServer(options().bindAddress("127.0.0.1").dynamicPort());

  @LocalServerPort int port;

  @DynamicPropertySource
  static void identity(DynamicPropertyRegistry registry) {
    identity.start();
    identity.stubFor(
        get(urlPathEqualTo("/oauth2/jwks"))
            .willReturn(okJson(new JWKSet(KEY.toPublicJWK()).toString())));
    registry.add("FLORIN_IDENTITY_URL", identity::baseUrl);
  }

  @AfterAll
  static void stop() {
    identity.stop();
  }

  @ParameterizedTest
  @MethodSource("goodTokens")
  void anAccessTokenIsTaken(String token) {
    assertThat(ask(token).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badTokens")
  void whatIsNoAccessTokenIsRefusedInTheSameWords(String name, String token) {
    HttpResponse<String> none = ask("");

    HttpResponse<String> answer = ask(token);

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    assertThat(withoutTrace(answer)).isEqualTo(withoutTrace(none));
  }

  @Test
  void theKeysComeFromIdentityAndFromNowhereElse() throws Exception {
    RSAKey stranger = newKey();
    identity.stubFor(
        get(urlPathEqualTo("/evil"))
            .willReturn(okJson(new JWKSet(stranger.toPublicJWK()).toString())));
    URI evil = URI.create(identity.baseUrl() + "/evil");

    HttpResponse<String> answer =
        ask(
            signed(
                header().jwkURL(evil).x509CertURL(evil).jwk(stranger.toPublicJWK()).build(),
                new RSASSASigner(stranger),
                _ -> {}));

    assertThat(answer.statusCode()).isEqualTo(401);
    identity.verify(0, getRequestedFor(urlPathEqualTo("/evil")));
  }

  static Stream<String> goodTokens() throws Exception {
    return Stream.of(good(_ -> {}), ofType("JWT"), ofType("at+jwt"));
  }

  static Stream<Arguments> badTokens() throws Exception {
    return Stream.of(
        Arguments.of("alg none", new PlainJWT(claims(_ -> {})).serialize()),
        Arguments.of(
            "HS256 with the public key as its secret",
            signed(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("key-1").build(),
                new MACSigner(KEY.toRSAPublicKey().getEncoded()),
                _ -> {})),
        Arguments.of("another key of the same id", signed(newKey())),
        Arguments.of("expired", good(c -> c.expirationTime(seconds(-120)))),
        Arguments.of("without an end", good(c -> c.expirationTime(null))),
        Arguments.of("not yet valid", good(c -> c.notBeforeTime(seconds(120)))),
        Arguments.of("a wrong issuer", good(c -> c.issuer("https://evil.test"))),
        Arguments.of("no issuer", good(c -> c.issuer(null))),
        Arguments.of("a wrong audience", good(c -> c.audience("another"))),
        Arguments.of("no audience", good(c -> c.audience((String) null))),
        Arguments.of("another type of token", ofType("logout+jwt")),
        Arguments.of("a claim twice", withAClaimTwice()),
        Arguments.of("too long", good(c -> c.claim("filler", "x".repeat(4_000)))));
  }

  private HttpResponse<String> ask(String token) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/nothing"))
              .header("Authorization", "Bearer " + token)
              .build(),
          BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String withoutTrace(HttpResponse<String> answer) {
    return answer.body().replaceAll("[0-9a-f]{32}", "");
  }

  private static String good(Consumer<JWTClaimsSet.Builder> changes) throws JOSEException {
    return signed(header().build(), new RSASSASigner(KEY), changes);
  }

  private static String signed(RSAKey key) throws JOSEException {
    return signed(header().build(), new RSASSASigner(key), _ -> {});
  }

  private static String ofType(String type) throws JOSEException {
    return signed(header().type(new JOSEObjectType(type)).build(), new RSASSASigner(KEY), _ -> {});
  }

  private static String withAClaimTwice() throws JOSEException {
    String claims = claims(_ -> {}).toString();
    JWSObject token =
        new JWSObject(
            header().build(), new Payload(claims.replaceFirst("\\{", "{\"sub\":\"other\",")));
    token.sign(new RSASSASigner(KEY));
    return token.serialize();
  }

  private static String signed(
      JWSHeader header, JWSSigner signer, Consumer<JWTClaimsSet.Builder> changes)
      throws JOSEException {
    SignedJWT token = new SignedJWT(header, claims(changes));
    token.sign(signer);
    return token.serialize();
  }

  private static JWSHeader.Builder header() {
    return new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("key-1");
  }

  private static JWTClaimsSet claims(Consumer<JWTClaimsSet.Builder> changes) {
    var claims =
        new JWTClaimsSet.Builder()
            .issuer("https://identity.test")
            .audience("florin")
            .subject("demo")
            .issueTime(seconds(0))
            .expirationTime(seconds(900));
    changes.accept(claims);
    return claims.build();
  }

  private static Date seconds(long fromNow) {
    return Date.from(Instant.now().plusSeconds(fromNow));
  }

  private static RSAKey newKey() {
    try {
      return new RSAKeyGenerator(2048).keyID("key-1").algorithm(JWSAlgorithm.RS256).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
