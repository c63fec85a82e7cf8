package dev.florin.web.security;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerProperties;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;

/** Which keys are believed, and how often they are asked for. */
@SuppressWarnings("JavaUtilDate") // The JWT library speaks it.
class AccessTokenVerifierTests {

  private static final String KEYS = "/oauth2/jwks";
  private static final String ISSUER = "https://identity.test";
  private static final RSAKey KEY = newKey("key-1");
  private static final RSAKey NEW_KEY = newKey("key-2");

  private final WireMockServer identity =
      new WireMockServer(options().bindAddress("127.0.0.1").dynamicPort());
  private volatile Instant now = Instant.now();
  private AccessTokenVerifier verifier;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    identity.start();
    publish(KEY);
    var settings = new OAuth2ResourceServerProperties.Jwt();
    settings.setJwkSetUri(identity.baseUrl() + KEYS);
    settings.setIssuerUri(ISSUER);
    settings.setAudiences(List.of("florin"));
    verifier = new AccessTokenVerifier(settings, () -> now);
    answerOnce();
  }

  /** The server loads what it needs for its first answer, which may take longer than is waited. */
  private void answerOnce() throws IOException, InterruptedException {
    try (HttpClient patient = HttpClient.newHttpClient()) {
      patient.send(
          HttpRequest.newBuilder(URI.create(identity.baseUrl() + KEYS)).build(),
          BodyHandlers.discarding());
    }
    identity.resetRequests();
  }

  @AfterEach
  void stop() {
    identity.stop();
  }

  @Test
  void keyThatWasPublishedIsBelievedForHoursWhileItsPublisherIsAway() {
    assertTaken(KEY);
    identity.stubFor(get(urlPathEqualTo(KEYS)).willReturn(serverError()));

    for (int hour = 0; hour < 3; hour++) {
      now = now.plus(Duration.ofHours(1));
      assertTaken(KEY);
    }

    now = now.plus(Duration.ofHours(2));
    assertThatExceptionOfType(KeysUnavailableException.class).isThrownBy(() -> verify(KEY));
    publish(KEY);
    now = now.plus(Duration.ofSeconds(1));
    assertTaken(KEY);
  }

  @Test
  void withoutAnyKeysNobodySaysWhetherATokenIsGoodAndFewAsk() {
    identity.stubFor(get(urlPathEqualTo(KEYS)).willReturn(serverError()));

    for (int request = 0; request < 50; request++) {
      assertThatExceptionOfType(KeysUnavailableException.class).isThrownBy(() -> verify(KEY));
    }
    assertThat(questions()).isEqualTo(1);

    publish(KEY);
    now = now.plus(Duration.ofSeconds(1));
    assertTaken(KEY);
  }

  @Test
  @Timeout(8)
  void publisherThatDoesNotAnswerIsNotWaitedFor() {
    identity.stubFor(get(urlPathEqualTo(KEYS)).willReturn(okJson(set(KEY)).withFixedDelay(10_000)));

    assertThatExceptionOfType(KeysUnavailableException.class).isThrownBy(() -> verify(KEY));
  }

  @Test
  void keysAreAskedForAgainBesideTheRequestThatNeedsThem() {
    assertTaken(KEY);
    now = now.plus(Duration.ofSeconds(59));
    assertTaken(KEY);
    assertThat(questions()).isEqualTo(1);
    publish(KEY, NEW_KEY);

    now = now.plus(Duration.ofSeconds(2));
    assertTaken(KEY);

    Awaitility.await().until(() -> questions() == 2);
    Awaitility.await().untilAsserted(() -> assertTaken(NEW_KEY));
    assertThat(questions()).isLessThanOrEqualTo(3);
  }

  @Test
  void manyTokensByUnknownKeysCostOneQuestion() {
    assertTaken(KEY);

    for (int forged = 0; forged < 50; forged++) {
      String id = "forged-" + forged;
      RSAKey key = new RSAKey.Builder(NEW_KEY).keyID(id).build();
      assertThatExceptionOfType(BadJwtException.class).isThrownBy(() -> verify(key));
    }

    assertThat(questions()).isEqualTo(2);
    assertTaken(KEY);
  }

  @Test
  void newKeyIsFoundByTheFirstTokensThatItSigns() throws Exception {
    assertTaken(KEY);
    identity.stubFor(
        get(urlPathEqualTo(KEYS)).willReturn(okJson(set(KEY, NEW_KEY)).withFixedDelay(300)));
    Callable<Jwt> first = () -> verify(NEW_KEY);

    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Jwt> verified :
          clients.invokeAll(IntStream.range(0, 20).mapToObj(_ -> first).toList())) {
        assertThat(verified.get().getSubject()).isEqualTo("demo");
      }
    }

    assertThat(questions()).isEqualTo(2);
  }

  @Test
  void newKeyIsFoundSecondsAfterAForgedToken() {
    assertTaken(KEY);
    assertThatExceptionOfType(BadJwtException.class).isThrownBy(() -> verify(NEW_KEY));
    publish(NEW_KEY);
    assertThatExceptionOfType(BadJwtException.class).isThrownBy(() -> verify(NEW_KEY));

    now = now.plus(Duration.ofSeconds(5));

    assertTaken(NEW_KEY);
    assertThatExceptionOfType(BadJwtException.class).isThrownBy(() -> verify(KEY));
  }

  private void publish(RSAKey... keys) {
    identity.stubFor(get(urlPathEqualTo(KEYS)).willReturn(okJson(set(keys))));
  }

  private static String set(RSAKey... keys) {
    return new JWKSet(Stream.of(keys).<JWK>map(RSAKey::toPublicJWK).toList()).toString();
  }

  private int questions() {
    return identity.findAll(getRequestedFor(urlPathEqualTo(KEYS))).size();
  }

  private void assertTaken(RSAKey key) {
    assertThat(verify(key).getSubject()).isEqualTo("demo");
  }

  private Jwt verify(RSAKey key) {
    return verifier.decode(signed(key));
  }

  private static String signed(RSAKey key) {
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(ISSUER)
            .audience("florin")
            .subject("demo")
            .issueTime(Date.from(Instant.now()))
            .expirationTime(Date.from(Instant.now().plusSeconds(900)))
            .build();
    var header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build();
    try {
      SignedJWT token = new SignedJWT(header, claims);
      token.sign(new RSASSASigner(key));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RSAKey newKey(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).algorithm(JWSAlgorithm.RS256).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
