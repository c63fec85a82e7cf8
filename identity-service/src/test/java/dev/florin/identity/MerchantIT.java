package dev.florin.identity;

import static dev.florin.identity.IdentityFixtures.MERCHANT_SECRET;
import static dev.florin.identity.IdentityFixtures.OPERATOR_SECRET;
import static dev.florin.identity.IdentityFixtures.SERVICE_SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Merchants come, replace their secrets and are blocked while the service runs. */
@ExtendWith(OutputCaptureExtension.class)
class MerchantIT {

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
  void aMerchantThatAnOperatorRegistersGetsTokensByTheSecretItIsTold() throws Exception {
    String merchant = newId();

    Reply registered =
        server.post(
            "/api/v1/merchants",
            operator(),
            "{\"merchant_id\": \"%s\", \"name\": \"Shop\"}".formatted(merchant));

    assertThat(registered.status()).isEqualTo(201);
    assertThat(registered.header("Location")).isEqualTo("/api/v1/merchants/" + merchant);
    assertThat(registered.header("Cache-Control")).contains("no-store");
    assertThat(registered.json().propertyNames())
        .containsExactlyInAnyOrder("client_id", "secret_id", "client_secret", "created_at");
    assertThat(registered.text("client_id")).isEqualTo(merchant);
    assertThat(registered.text("client_secret")).matches("florin_secret_[A-Za-z0-9_-]{43}");
    Reply token = token(merchant, registered);
    assertThat(token.status()).isEqualTo(200);
    assertThat(claim(token, "merchant_id")).isEqualTo(merchant);
  }

  @Test
  void aMerchantIsShownWithoutItsSecrets() {
    String merchant = newId();
    Reply registered = register(merchant);

    Reply shown = server.as(operator(), "GET", "/api/v1/merchants/" + merchant);

    assertThat(shown.status()).isEqualTo(200);
    assertThat(shown.text("status")).isEqualTo("active");
    assertThat(shown.json().path("secrets")).hasSize(1);
    assertThat(shown.json().path("secrets").get(0).propertyNames())
        .containsExactlyInAnyOrder("secret_id", "created_at");
    assertThat(shown.body()).doesNotContain(registered.text("client_secret"), "pbkdf2");
  }

  @ParameterizedTest
  @CsvSource({"demo", "payment-service", "operator"})
  void anIdThatAnyClientHasIsTakenAndItsSecretStays(String taken) {
    Reply again = register(taken);

    assertThat(again.status()).isEqualTo(409);
    assertThat(again.text("code")).isEqualTo("merchant_exists");
    assertThat(again.text("param")).isEqualTo("merchant_id");
    assertThat(server.token("demo", MERCHANT_SECRET, Map.of()).status()).isEqualTo(200);
    assertThat(server.token("payment-service", SERVICE_SECRET, Map.of()).status()).isEqualTo(200);
  }

  @Test
  void whatTheBodySaysBesideItsFieldsChangesNothing() throws Exception {
    String merchant = newId();
    String secret = "chosen-by-the-caller-0123456789abcdef";

    Reply registered =
        server.post(
            "/api/v1/merchants",
            operator(),
            """
            {"merchant_id": "%s", "client_secret": "%s", "scopes": ["ops"], "status": "blocked",
             "kind": "OPERATOR"}"""
                .formatted(merchant, secret));

    assertThat(registered.status()).isEqualTo(201);
    assertThat(server.token(merchant, secret, Map.of()).status()).isEqualTo(401);
    assertThat(scopes(token(merchant, registered)))
        .contains("payments:write")
        .doesNotContain("ops");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|invalid_parameter|merchant_id",
        "{\"merchant_id\": \"a b\"}|invalid_parameter|merchant_id",
        "{\"merchant_id\": \"M\", \"name\": \" \"}|invalid_parameter|name",
        "{\"merchant_id\": \"M\", \"merchant_id\": \"N\"}|malformed_request|''",
      })
  void whatIsWrongWithARegistrationIsNamed(String body, String code, String param) {
    Reply reply = server.post("/api/v1/merchants", operator(), body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text("code")).isEqualTo(code);
    assertThat(reply.text("param")).isEqualTo(param);
  }

  @Test
  void anOldSecretGoesOnForTheOverlap() {
    String merchant = newId();
    Reply first = register(merchant);

    Reply second = replace(operator(), merchant, "{\"overlap\": \"PT1H\"}");

    assertThat(second.status()).isEqualTo(201);
    assertThat(second.header("Cache-Control")).contains("no-store");
    assertThat(token(merchant, first).status()).isEqualTo(200);
    assertThat(token(merchant, second).status()).isEqualTo(200);
    JsonNode secrets = show(merchant).json().path("secrets");
    assertThat(secrets).hasSize(2);
    assertThat(secrets.get(0).path("secret_id").asString()).isEqualTo(second.text("secret_id"));
    assertThat(secrets.get(0).has("ends_at")).isFalse();
    assertThat(Instant.parse(secrets.get(1).path("ends_at").asString()))
        .isBetween(
            Instant.now().plus(Duration.ofMinutes(58)), Instant.now().plus(Duration.ofMinutes(62)));
    assertThat(revokedOf(merchant)).isEmpty();
  }

  @Test
  void anOldSecretOpensNothingAfterTheOverlap() {
    String merchant = newId();
    Reply first = register(merchant);
    Reply second = replace(operator(), merchant, "{}");

    server
        .bean(JdbcClient.class)
        .sql("UPDATE client_secret SET ends_at = now() WHERE secret_id = ?::uuid")
        .param(first.text("secret_id"))
        .update();

    assertThat(token(merchant, first).status()).isEqualTo(401);
    assertThat(token(merchant, second).status()).isEqualTo(200);
    assertThat(show(merchant).json().path("secrets")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT0.9S"})
  void withoutAnOverlapTheOldSecretsAndTheTokensGotByThemEndAtOnce(String none) throws Exception {
    String merchant = newId();
    Reply first = register(merchant);
    Reply second = replace(operator(), merchant, "{\"overlap\": \"PT5M\"}");
    Instant before = issuedAt(token(merchant, first));

    Reply third = replace(operator(), merchant, "{\"overlap\": \"%s\"}".formatted(none));

    assertThat(third.status()).isEqualTo(201);
    assertThat(token(merchant, first).status()).isEqualTo(401);
    assertThat(token(merchant, second).status()).isEqualTo(401);
    JsonNode revoked = revokedOf(merchant).getFirst();
    Instant issuedBefore = Instant.parse(revoked.path("issued_before").asString());
    assertThat(revoked.path("kind").asString()).isEqualTo("client");
    assertThat(before).isBefore(issuedBefore);
    assertThat(issuedAt(token(merchant, third)))
        .as("got just now, and good")
        .isAfterOrEqualTo(issuedBefore);
  }

  @Test
  void noMoreThanTwoSecretsAreLive() throws Exception {
    String merchant = newId();
    register(merchant);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      String operator = operator();
      Callable<Integer> replacement = () -> replace(operator, merchant, "{}").status();
      List<Integer> answers =
          threads.invokeAll(List.of(replacement, replacement, replacement, replacement)).stream()
              .map(Future::resultNow)
              .toList();

      assertThat(answers).containsExactlyInAnyOrder(201, 409, 409, 409);
    }
    assertThat(replace(operator(), merchant, "{}").text("code")).isEqualTo("too_many_secrets");
    assertThat(show(merchant).json().path("secrets")).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "P8D, invalid_parameter, overlap",
    "-PT1S, invalid_parameter, overlap",
    "tomorrow, malformed_request, overlap"
  })
  void anOverlapWithoutABoundIsRefused(String overlap, String code, String param) {
    String merchant = newId();
    register(merchant);

    Reply reply = replace(operator(), merchant, "{\"overlap\": \"%s\"}".formatted(overlap));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text("code")).isEqualTo(code);
    assertThat(reply.text("param")).isEqualTo(param);
  }

  @Test
  void aSecretIsRevokedByItsName() {
    String merchant = newId();
    Reply first = register(merchant);
    Reply second = replace(operator(), merchant, "{}");
    String path = "/api/v1/merchants/" + merchant + "/secrets/";

    Reply revoked = server.as(operator(), "DELETE", path + first.text("secret_id"));

    assertThat(revoked.status()).isEqualTo(204);
    assertThat(token(merchant, first).status()).isEqualTo(401);
    assertThat(token(merchant, second).status()).isEqualTo(200);
    assertThat(revokedOf(merchant)).hasSize(1);
    assertThat(server.as(operator(), "DELETE", path + first.text("secret_id")).status())
        .as("again")
        .isEqualTo(204);
    assertThat(server.as(operator(), "DELETE", path + UUID.randomUUID()).status()).isEqualTo(404);
    assertThat(server.as(operator(), "DELETE", path + "x").status()).isEqualTo(400);
  }

  @Test
  void aMerchantReplacesItsOwnSecretAndNobodyElses() {
    String merchant = newId();
    String other = newId();
    Reply first = register(merchant);
    Reply others = register(other);
    String own = token(merchant, first, "credentials:write").text("access_token");
    String theirs = "/api/v1/merchants/" + other;

    assertThat(replace(own, merchant, "{}").status()).isEqualTo(201);
    assertThat(server.as(own, "GET", "/api/v1/merchants/" + merchant).status()).isEqualTo(200);
    assertThat(replace(own, other, "{\"overlap\": \"PT0S\"}").status()).isEqualTo(404);
    assertThat(server.as(own, "GET", theirs).status()).isEqualTo(404);
    assertThat(server.as(own, "DELETE", theirs + "/secrets/" + others.text("secret_id")).status())
        .isEqualTo(404);
    assertThat(replace(own, "nobody", "{}").body().replaceAll("[0-9a-f]{32}", ""))
        .as("another merchant is as one that there is not")
        .isEqualTo(
            replace(own, other, "{}")
                .body()
                .replaceAll("[0-9a-f]{32}", "")
                .replace(other, "nobody"));
    assertThat(token(other, others).status()).isEqualTo(200);
  }

  @Test
  void onlyATokenThatWasAskedForToDoSoReplacesSecrets() throws Exception {
    String merchant = newId();
    Reply first = register(merchant);
    Reply usual = token(merchant, first);

    assertThat(scopes(usual)).contains("payments:write").doesNotContain("credentials:write");
    assertThat(replace(usual.text("access_token"), merchant, "{}").status()).isEqualTo(403);
  }

  @Test
  void onlyOperatorsRegisterAndBlock() {
    String merchant = newId();
    Reply first = register(merchant);
    String own = token(merchant, first, "credentials:write").text("access_token");
    String service = server.token("payment-service", SERVICE_SECRET, Map.of()).text("access_token");
    String path = "/api/v1/merchants/" + merchant;

    for (String token : List.of(own, service)) {
      assertThat(server.post("/api/v1/merchants", token, "{\"merchant_id\": \"m\"}").status())
          .isEqualTo(403);
      assertThat(server.as(token, "POST", path + "/block").status()).isEqualTo(403);
      assertThat(server.as(token, "POST", path + "/unblock").status()).isEqualTo(403);
    }
    assertThat(server.as(service, "GET", path).status()).isEqualTo(403);
    assertThat(server.post("/api/v1/merchants", "", "{\"merchant_id\": \"m\"}").status())
        .isEqualTo(401);
    assertThat(token(merchant, first).status()).isEqualTo(200);
  }

  @Test
  void aBlockedMerchantAndItsUsersGetNoTokensUntilItIsUnblocked() throws Exception {
    String merchant = newId();
    Reply first = register(merchant);
    String own = token(merchant, first).text("access_token");
    server.post(
        "/api/v1/users", own, "{\"user_id\": \"u\", \"password\": \"correct horse battery\"}");
    String path = "/api/v1/merchants/" + merchant;

    Reply blocked = server.as(operator(), "POST", path + "/block");

    assertThat(blocked.status()).isEqualTo(200);
    assertThat(blocked.text("status")).isEqualTo("blocked");
    Reply refused = token(merchant, first);
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.body())
        .isEqualTo(server.token("nobody", "florin_secret_x", Map.of()).body());
    assertThat(logIn(merchant).status()).isEqualTo(401);
    assertThat(logIn(merchant).text("code")).isEqualTo("invalid_credentials");
    JsonNode revoked = revokedOf(merchant).getFirst();
    assertThat(revoked.path("kind").asString()).isEqualTo("merchant");
    assertThat(server.as(operator(), "POST", path + "/block").status()).as("again").isEqualTo(200);

    Reply unblocked = server.as(operator(), "POST", path + "/unblock");

    assertThat(unblocked.text("status")).isEqualTo("active");
    Instant issuedBefore = Instant.parse(revoked.path("issued_before").asString());
    assertThat(issuedAt(token(merchant, first))).isAfterOrEqualTo(issuedBefore);
    assertThat(issuedAt(logIn(merchant))).isAfterOrEqualTo(issuedBefore);
    assertThat(server.as(operator(), "POST", "/api/v1/merchants/nobody/block").status())
        .isEqualTo(404);
  }

  @Test
  void whoDidWhatIsWrittenDownOnceAndCannotBeChanged() {
    String merchant = newId();
    Reply first = register(merchant);
    String own = token(merchant, first, "credentials:write").text("access_token");
    Reply second = replace(own, merchant, "{}");
    String path = "/api/v1/merchants/" + merchant;
    server.as(operator(), "DELETE", path + "/secrets/" + first.text("secret_id"));
    server.as(operator(), "DELETE", path + "/secrets/" + first.text("secret_id"));
    server.as(operator(), "POST", path + "/block");
    server.as(operator(), "POST", path + "/block");
    server.as(operator(), "POST", path + "/unblock");

    JdbcClient jdbc = server.bean(JdbcClient.class);
    var audit =
        jdbc.sql("SELECT * FROM credential_audit WHERE merchant_id = ? ORDER BY number")
            .param(merchant)
            .query()
            .listOfRows();

    assertThat(audit)
        .extracting(row -> row.get("actor") + " " + row.get("action"))
        .containsExactly(
            "operator merchant.registered",
            "operator secret.issued",
            merchant + " secret.issued",
            "operator secret.revoked",
            "operator merchant.blocked",
            "operator merchant.unblocked");
    assertThat(audit)
        .allSatisfy(row -> assertThat(row.get("trace_id")).asString().matches("[0-9a-f]{32}"));
    assertThat(audit.toString())
        .contains(second.text("secret_id"))
        .doesNotContain("florin_secret_", "pbkdf2");
    assertThatThrownBy(() -> jdbc.sql("DELETE FROM credential_audit").update())
        .isInstanceOf(DataAccessException.class);
    assertThatThrownBy(() -> jdbc.sql("UPDATE credential_audit SET actor = 'nobody'").update())
        .isInstanceOf(DataAccessException.class);
  }

  @Test
  void secretsStandInNoLogNoAnswerAndNoRow(CapturedOutput output) {
    String merchant = newId();
    Reply first = register(merchant);
    Reply second = replace(operator(), merchant, "{}");
    token(merchant, first);
    replace(operator(), merchant, "{}");
    server.token(merchant, first.text("client_secret") + "x", Map.of());

    String rows =
        server
            .bean(JdbcClient.class)
            .sql(
                """
                SELECT string_agg(secret_hash, ' ') FROM client_secret
                WHERE client_id = ?
                """)
            .param(merchant)
            .query(String.class)
            .single();
    for (Reply made : List.of(first, second)) {
      assertThat(output.getAll()).doesNotContain(made.text("client_secret"));
      assertThat(rows).doesNotContain(made.text("client_secret"));
    }
    assertThat(output.getAll()).doesNotContain("florin_secret_");
  }

  @Test
  void whatWasRevokedOfAConfiguredMerchantIsNotConfiguredAnew() {
    var database = IdentityFixtures.database();
    Map<String, String> secrets = IdentityFixtures.secrets();
    Reply added;
    try (IdentityServer first = IdentityServer.start(database, secrets)) {
      String operator = first.token("operator", OPERATOR_SECRET, Map.of()).text("access_token");
      added = first.post("/api/v1/merchants/demo/secrets", operator, "{\"overlap\": \"PT0S\"}");
    }

    try (IdentityServer second = IdentityServer.start(database, secrets)) {
      assertThat(second.token("demo", MERCHANT_SECRET, Map.of()).status()).isEqualTo(401);
      assertThat(second.token("demo", added.text("client_secret"), Map.of()).status())
          .isEqualTo(200);
    }
  }

  @Test
  void theDatabaseTakesNoSecretThatIsNotHashed() {
    assertThatThrownBy(
            () ->
                server
                    .bean(JdbcClient.class)
                    .sql(
                        """
                        INSERT INTO client_secret (client_id, secret_hash, configured)
                        VALUES ('demo', 'florin_secret_' || repeat('x', 43), false)
                        """)
                    .update())
        .isInstanceOf(DataAccessException.class);
  }

  private static Reply register(String merchant) {
    return server.post(
        "/api/v1/merchants", operator(), "{\"merchant_id\": \"%s\"}".formatted(merchant));
  }

  private static Reply replace(String token, String merchant, String body) {
    return server.post("/api/v1/merchants/" + merchant + "/secrets", token, body);
  }

  private static Reply show(String merchant) {
    return server.as(operator(), "GET", "/api/v1/merchants/" + merchant);
  }

  private static Reply token(String merchant, Reply issued) {
    return server.token(merchant, issued.text("client_secret"), Map.of());
  }

  private static Reply token(String merchant, Reply issued, String scope) {
    return server.token(merchant, issued.text("client_secret"), Map.of("scope", scope));
  }

  private static Reply logIn(String merchant) {
    return server.post(
        "/api/v1/sessions",
        "",
        "{\"merchant_id\": \"%s\", \"user_id\": \"u\", \"password\": \"correct horse battery\"}"
            .formatted(merchant));
  }

  private static List<JsonNode> revokedOf(String merchant) {
    return server
        .get("/oauth2/revocations")
        .json()
        .path("revocations")
        .valueStream()
        .filter(revoked -> revoked.path("subject").asString().equals(merchant))
        .toList();
  }

  private static Instant issuedAt(Reply token) throws Exception {
    return SignedJWT.parse(token.text("access_token")).getJWTClaimsSet().getIssueTime().toInstant();
  }

  private static String claim(Reply token, String name) throws Exception {
    return SignedJWT.parse(token.text("access_token")).getJWTClaimsSet().getStringClaim(name);
  }

  private static List<String> scopes(Reply token) throws Exception {
    return SignedJWT.parse(token.text("access_token"))
        .getJWTClaimsSet()
        .getStringListClaim("scope");
  }

  private static String operator() {
    return server.token("operator", OPERATOR_SECRET, Map.of()).text("access_token");
  }

  private static String newId() {
    return "m-" + UUID.randomUUID();
  }
}
