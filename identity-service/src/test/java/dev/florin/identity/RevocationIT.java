package dev.florin.identity;

import static dev.florin.identity.IdentityFixtures.MERCHANT_SECRET;
import static dev.florin.identity.IdentityFixtures.SERVICE_SECRET;
import static dev.florin.identity.IdentityFixtures.USER_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.florin.contract.Contract;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** RFC 7009, and the list by which the edge learns what was revoked. */
class RevocationIT {

  private static IdentityServer server;

  @BeforeAll
  static void start() {
    server = IdentityServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aClientRevokesItsOwnToken() throws Exception {
    String token = merchantToken();

    Reply reply = revoke("demo", MERCHANT_SECRET, token);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).isEmpty();
    assertThat(revoked("token", idOf(token))).isTrue();
    assertThat(revoke("demo", MERCHANT_SECRET, token).status()).as("again").isEqualTo(200);
  }

  @Test
  void aMerchantRevokesATokenOfItsUser() throws Exception {
    String token =
        server
            .post(
                "/api/v1/sessions",
                "",
                "{\"merchant_id\": \"demo\", \"user_id\": \"USER_7\", \"password\": \"%s\"}"
                    .formatted(USER_PASSWORD))
            .text("access_token");

    assertThat(revoke("demo", MERCHANT_SECRET, token).status()).isEqualTo(200);
    assertThat(revoked("token", idOf(token))).isTrue();
  }

  @Test
  void somebodyElsesTokenStays() throws Exception {
    String token = merchantToken();

    Reply reply = revoke("payment-service", SERVICE_SECRET, token);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text("error")).isEqualTo("invalid_client");
    assertThat(revoked("token", idOf(token))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"garbage", "a.b.c", "eyJhbGciOiJub25lIn0.eyJqdGkiOiJ4In0."})
  void whatIsNoTokenIsRevokedEnough(String token) {
    assertThat(revoke("demo", MERCHANT_SECRET, token).status()).isEqualTo(200);
  }

  @Test
  void nobodyRevokesWithoutASecret() throws Exception {
    String token = merchantToken();

    assertThat(revoke("demo", "wrong", token).status()).isEqualTo(401);
    assertThat(server.form("/oauth2/revoke", Map.of("token", token)).status()).isEqualTo(401);
    assertThat(server.formAs("demo", MERCHANT_SECRET, "/oauth2/revoke", Map.of()).status())
        .isEqualTo(400);
    assertThat(revoked("token", idOf(token))).isFalse();
  }

  @Test
  void aListContinuesWhereTheLastOneEnded() throws Exception {
    String old = merchantToken();
    revoke("demo", MERCHANT_SECRET, old);
    server
        .bean(JdbcClient.class)
        .sql("UPDATE revocation SET revoked_at = now() - interval '1 minute' WHERE subject = ?")
        .param(idOf(old))
        .update();
    String asOf = server.get("/oauth2/revocations").text("as_of");
    String fresh = merchantToken();
    revoke("demo", MERCHANT_SECRET, fresh);

    Reply next = server.get("/oauth2/revocations?since=" + asOf);

    assertThat(subjects(next)).contains(idOf(fresh)).doesNotContain(idOf(old));
    assertThat(subjects(server.get("/oauth2/revocations"))).contains(idOf(fresh), idOf(old));
    assertThat(Instant.parse(next.text("as_of"))).isAfterOrEqualTo(Instant.parse(asOf));
    assertThat(server.get("/oauth2/revocations?since=yesterday").status()).isEqualTo(400);
  }

  @Test
  void whatHasExpiredIsForgottenButNotBeforeVerifiersRefuseIt() throws Exception {
    String token = merchantToken();
    Instant expiry = SignedJWT.parse(token).getJWTClaimsSet().getExpirationTime().toInstant();
    revoke("demo", MERCHANT_SECRET, token);
    JdbcClient jdbc = server.bean(JdbcClient.class);

    JsonNode entry =
        server
            .get("/oauth2/revocations")
            .json()
            .path("revocations")
            .valueStream()
            .filter(one -> one.path("subject").asString().equals(idOf(token)))
            .findFirst()
            .orElseThrow();
    assertThat(Instant.parse(entry.path("expires_at").asString())).isAfter(expiry.plusSeconds(60));

    jdbc.sql("UPDATE revocation SET expires_at = now() - interval '1 s' WHERE subject = ?")
        .param(idOf(token))
        .update();
    assertThat(revoked("token", idOf(token))).isFalse();
    revoke("demo", MERCHANT_SECRET, merchantToken());
    assertThat(
            jdbc.sql("SELECT count(*) FROM revocation WHERE subject = ?")
                .param(idOf(token))
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void theListIsAsAgreedWithTheGateway() {
    Contract contract = Contract.load("identity/revocations");
    try (IdentityServer fresh = IdentityServer.start()) {
      fresh
          .bean(JdbcClient.class)
          .sql(
              """
              INSERT INTO revocation (kind, subject, issued_before, expires_at)
              SELECT kind, subject, issued_before, expires_at FROM
                jsonb_to_recordset((?::jsonb)->'revocations') AS given
                (kind text, subject text, issued_before timestamptz, expires_at timestamptz)
              """)
          .param(contract.response().bodyText())
          .update();

      Reply reply = fresh.get(contract.request().path());

      contract.verifyResponse(reply.status(), reply.body());
    }
  }

  private static Reply revoke(String client, String secret, String token) {
    return server.formAs(client, secret, "/oauth2/revoke", Map.of("token", token));
  }

  private static boolean revoked(String kind, String subject) {
    return server
        .get("/oauth2/revocations")
        .json()
        .path("revocations")
        .valueStream()
        .anyMatch(
            entry ->
                entry.path("kind").asString().equals(kind)
                    && entry.path("subject").asString().equals(subject));
  }

  private static List<String> subjects(Reply list) {
    return list.json()
        .path("revocations")
        .valueStream()
        .map(entry -> entry.path("subject").asString())
        .toList();
  }

  private static String merchantToken() {
    return server.token("demo", MERCHANT_SECRET, Map.of()).text("access_token");
  }

  private static String idOf(String token) {
    try {
      return SignedJWT.parse(token).getJWTClaimsSet().getJWTID();
    } catch (ParseException e) {
      throw new AssertionError(e);
    }
  }
}
