package dev.florin.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A service that has no keys yet and cannot get any. */
@SpringBootTest(
    classes = ManagementPortTests.App.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "spring.config.location=classpath:florin-telemetry.yml,classpath:florin-web.yml",
      "spring.application.name=example",
      "FLORIN_IDENTITY_URL=http://127.0.0.1:1"
    })
class KeysAwayTests {

  @LocalServerPort int port;

  @Test
  void tokenThatCannotBeVerifiedIsRefusedForNowAndNothingIsDone() throws Exception {
    HttpResponse<String> answer = ask(token());

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(answer.headers().firstValue("WWW-Authenticate")).isEmpty();
    assertThat(answer.body())
        .contains("\"code\":\"service_unavailable\"", "\"retryable\":true", "nothing was done");
  }

  @Test
  void whatIsNoTokenIsRefusedWithoutKeys() throws Exception {
    assertThat(ask("garbage").statusCode()).isEqualTo(401);
  }

  private HttpResponse<String> ask(String token) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/nothing"))
              .header("Authorization", "Bearer " + token)
              .build(),
          BodyHandlers.ofString());
    }
  }

  private static String token() throws Exception {
    var key = new RSAKeyGenerator(2048).keyID("key-1").generate();
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("key-1").build(),
            new JWTClaimsSet.Builder().subject("demo").build());
    token.sign(new RSASSASigner(key));
    return token.serialize();
  }
}
