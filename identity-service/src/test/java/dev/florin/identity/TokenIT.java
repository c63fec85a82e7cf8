package dev.florin.identity;

import static dev.florin.identity.IdentityFixtures.MERCHANT_SECRET;
import static dev.florin.identity.IdentityFixtures.OPERATOR_SECRET;
import static dev.florin.identity.IdentityFixtures.SERVICE_SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class TokenIT {

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
  void aMerchantsTokenCarriesItsIdentityAndIsVerifiedByThePublishedKeys() throws Exception {
    Reply reply = server.token("demo", MERCHANT_SECRET, Map.of());

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Cache-Control")).contains("no-store");
    assertThat(reply.text("token_type")).isEqualTo("Bearer");
    assertThat(reply.json().get("expires_in").asInt()).isBetween(890, 900);
    SignedJWT token = verified(reply.text("access_token"));
    JWTClaimsSet claims = token.getJWTClaimsSet();
    assertThat(claims.getIssuer()).isEqualTo(IdentityFixtures.ISSUER);
    assertThat(claims.getAudience()).containsExactly("florin");
    assertThat(claims.getSubject()).isEqualTo("demo");
    assertThat(claims.getStringClaim("merchant_id")).isEqualTo("demo");
    assertThat(claims.getClaim("sid")).isNull();
    assertThat(claims.getJWTID()).isNotBlank();
    assertThat(claims.getStringListClaim("scope"))
        .containsExactlyInAnyOrder(
            "payments:read",
            "payments:write",
            "accounts:read",
            "accounts:write",
            "transfers:write",
            "webhooks:admin",
            "risk:admin",
            "channels:admin");
  }

  @Test
  void theKeySetHoldsNoPrivatePart() throws Exception {
    Reply reply = server.get("/oauth2/jwks");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().get("keys")).hasSize(1);
    assertThat(reply.json().get("keys").get(0).propertyNames())
        .containsExactlyInAnyOrder("kty", "e", "n", "use", "kid", "alg");
  }

  @Test
  void aServicesTokenIsInternalAndOfNoMerchant() throws Exception {
    Reply reply = server.token("payment-service", SERVICE_SECRET, Map.of("scope", "internal"));

    JWTClaimsSet claims = verified(reply.text("access_token")).getJWTClaimsSet();
    assertThat(claims.getSubject()).isEqualTo("payment-service");
    assertThat(claims.getStringListClaim("scope")).containsExactly("internal");
    assertThat(claims.getClaim("merchant_id")).isNull();
  }

  @Test
  void anOperatorsTokenIsOfNoMerchantAndMayOperateOnly() throws Exception {
    Reply reply = server.token("operator", OPERATOR_SECRET, Map.of());

    JWTClaimsSet claims = verified(reply.text("access_token")).getJWTClaimsSet();
    assertThat(claims.getSubject()).isEqualTo("operator");
    assertThat(claims.getStringListClaim("scope")).containsExactly("ops");
    assertThat(claims.getClaim("merchant_id")).isNull();
    assertThat(server.token("operator", OPERATOR_SECRET, Map.of("scope", "internal")).status())
        .isEqualTo(400);
  }

  @Test
  void aSubsetOfTheScopesIsGrantedAsAsked() throws Exception {
    Reply reply =
        server.token("demo", MERCHANT_SECRET, Map.of("scope", "payments:read accounts:read"));

    JWTClaimsSet claims = verified(reply.text("access_token")).getJWTClaimsSet();
    assertThat(claims.getStringListClaim("scope"))
        .containsExactlyInAnyOrder("payments:read", "accounts:read");
  }

  @Test
  void aParameterThatIsNoneIsRefusedInTheWordsOfOauth() {
    Reply reply =
        server.formAs(
            "demo",
            MERCHANT_SECRET,
            "/oauth2/token",
            Map.of("grant_type\u0001", "client_credentials"));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body()).isEqualTo("{\"error\":\"invalid_request\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"internal", "ops", "payments:read unheard:of"})
  void aScopeThatTheMerchantDoesNotHaveIsRefused(String scope) {
    Reply reply = server.token("demo", MERCHANT_SECRET, Map.of("scope", scope));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text("error")).isEqualTo("invalid_scope");
  }

  @Test
  void theSecretMayStandInTheForm() {
    Reply reply =
        server.form(
            "/oauth2/token",
            Map.of(
                "grant_type", "client_credentials",
                "client_id", "demo",
                "client_secret", MERCHANT_SECRET));

    assertThat(reply.status()).isEqualTo(200);
  }

  @Test
  void aWrongSecretAndAnUnknownClientGetTheSameAnswerAsOAuthSays() {
    Reply wrong = server.token("demo", "wrong", Map.of());
    Reply unknown = server.token("nobody", "wrong", Map.of());

    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.text("error")).isEqualTo("invalid_client");
    assertThat(unknown.status()).isEqualTo(wrong.status());
    assertThat(unknown.body()).isEqualTo(wrong.body());
  }

  @Test
  void aRequestWithoutAClientIsToldSo() {
    Reply reply = server.form("/oauth2/token", Map.of("grant_type", "client_credentials"));

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.text("error")).isEqualTo("invalid_client");
  }

  @ParameterizedTest
  @ValueSource(strings = {"authorization_code", "refresh_token", "password"})
  void noOtherGrantExists(String grant) {
    Reply reply =
        server.formAs(
            "demo",
            MERCHANT_SECRET,
            "/oauth2/token",
            Map.of("grant_type", grant, "code", "x", "refresh_token", "x"));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text("error"))
        .isIn("unsupported_grant_type", "invalid_request", "invalid_grant");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/login",
        "/oauth2/authorize",
        "/oauth2/introspect",
        "/oauth2/device_authorization",
        "/connect/register",
        "/oauth2/register",
        "/userinfo",
        "/.well-known/openid-configuration"
      })
  void noOtherEndpointExists(String path) {
    List<Reply> replies =
        List.of(
            server.get(path), server.formAs("demo", MERCHANT_SECRET, path, Map.of("token", "x")));

    assertThat(replies)
        .extracting(Reply::status)
        .allMatch(status -> status >= 401 && status <= 405);
  }

  @Test
  void secretsAreStoredHashed() {
    List<@Nullable String> secrets =
        server
            .bean(JdbcClient.class)
            .sql("SELECT client_secret FROM oauth2_registered_client")
            .query(String.class)
            .list();

    assertThat(secrets)
        .hasSize(3)
        .allMatch(secret -> String.valueOf(secret).startsWith("{pbkdf2}"));
  }

  private static SignedJWT verified(String value) throws Exception {
    SignedJWT token = SignedJWT.parse(value);
    JWKSet keys = JWKSet.parse(server.get("/oauth2/jwks").body());
    var key = keys.getKeyByKeyId(token.getHeader().getKeyID());
    assertThat(token.verify(new RSASSAVerifier(key.toRSAKey()))).isTrue();
    assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo("RS256");
    return token;
  }
}
