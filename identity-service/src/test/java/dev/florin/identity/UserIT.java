package dev.florin.identity;

import static dev.florin.identity.IdentityFixtures.MERCHANT_SECRET;
import static dev.florin.identity.IdentityFixtures.SERVICE_SECRET;
import static dev.florin.identity.IdentityFixtures.USER_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class UserIT {

  private static final String PASSWORD = "correct horse battery";

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
  void aRegisteredUserLogsIn() throws Exception {
    String user = newUserId();

    Reply registered = server.post("/api/v1/users", merchantToken(), registration(user, PASSWORD));
    Reply session = server.post("/api/v1/sessions", "", logIn("demo", user, PASSWORD));

    assertThat(registered.status()).isEqualTo(201);
    assertThat(registered.text("user_id")).isEqualTo(user);
    assertThat(registered.text("merchant_id")).isEqualTo("demo");
    assertThat(registered.text("created_at")).matches("\\d{4}-.*Z");
    assertThat(session.status()).isEqualTo(201);
    assertThat(session.text("token_type")).isEqualTo("Bearer");
    assertThat(session.json().get("expires_in").asInt()).isEqualTo(900);
    assertThat(session.header("Cache-Control")).contains("no-store");
    JWTClaimsSet claims = SignedJWT.parse(session.text("access_token")).getJWTClaimsSet();
    assertThat(claims.getSubject()).isEqualTo(user);
    assertThat(claims.getAudience()).containsExactly("florin");
    assertThat(claims.getStringClaim("merchant_id")).isEqualTo("demo");
    assertThat(claims.getStringClaim("sid")).isNotBlank();
    assertThat(claims.getStringListClaim("scope"))
        .containsExactlyInAnyOrder("payments:read", "payments:write", "accounts:read");
  }

  @Test
  void aDemoUserLogsInWithTheDemoPassword() {
    Reply session = server.post("/api/v1/sessions", "", logIn("demo", "USER_1000", USER_PASSWORD));

    assertThat(session.status()).isEqualTo(201);
    assertThat(count()).isGreaterThanOrEqualTo(1000);
  }

  @Test
  void anOldTokenKeepsNobodyFromLoggingIn() {
    Reply session =
        server.post("/api/v1/sessions", "expired", logIn("demo", "USER_1000", USER_PASSWORD));

    assertThat(session.status()).isEqualTo(201);
  }

  @Test
  void aTakenUserIdIsAConflictAndKeepsItsPassword() {
    String user = newUserId();
    server.post("/api/v1/users", merchantToken(), registration(user, PASSWORD));

    Reply again = server.post("/api/v1/users", merchantToken(), registration(user, "another one"));

    assertThat(again.status()).isEqualTo(409);
    assertThat(again.header("Content-Type")).startsWith("application/problem+json");
    assertThat(again.text("code")).isEqualTo("user_exists");
    assertThat(again.text("param")).isEqualTo("user_id");
    assertThat(again.text("trace_id")).matches("[0-9a-f]{32}");
    assertThat(server.post("/api/v1/sessions", "", logIn("demo", user, PASSWORD)).status())
        .isEqualTo(201);
  }

  @Test
  void theTraceThatRegisteredAUserIsKept() {
    String user = newUserId();
    server.post("/api/v1/users", merchantToken(), registration(user, PASSWORD));

    var row =
        server
            .bean(JdbcClient.class)
            .sql("SELECT trace_id, password_hash FROM app_user WHERE user_id = ?")
            .param(user)
            .query()
            .singleRow();

    assertThat(row.get("trace_id")).asString().matches("[0-9a-f]{32}");
    assertThat(row.get("password_hash")).asString().startsWith("{bcrypt}");
  }

  @Test
  void unknownMerchantUnknownUserAndWrongPasswordCannotBeToldApart() {
    Reply merchant = server.post("/api/v1/sessions", "", logIn("nobody", "USER_1", PASSWORD));
    Reply user = server.post("/api/v1/sessions", "", logIn("demo", "nobody", PASSWORD));
    Reply password = server.post("/api/v1/sessions", "", logIn("demo", "USER_1", PASSWORD));

    assertThat(password.status()).isEqualTo(401);
    assertThat(password.text("code")).isEqualTo("invalid_credentials");
    assertThat(withoutTrace(user)).isEqualTo(withoutTrace(password));
    assertThat(withoutTrace(merchant)).isEqualTo(withoutTrace(password));
    assertThat(user.status()).isEqualTo(401);
    assertThat(merchant.status()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"user_id\": \"a b\", \"password\": \"long enough\"}|user_id",
        "{\"user_id\": \"\", \"password\": \"long enough\"}|user_id",
        "{\"password\": \"long enough\"}|user_id",
        "{\"user_id\": \"U\", \"password\": \"short\"}|password",
        "{\"user_id\": \"U\"}|password",
        "{\"user_id\": \"U\", \"password\": \"0123456789012345678901234567890123456789012345678901234567890123456789xyz\"}|password",
      })
  void whatIsWrongWithARegistrationIsNamed(String body, String param) {
    Reply reply = server.post("/api/v1/users", merchantToken(), body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text("code")).isEqualTo("invalid_parameter");
    assertThat(reply.text("param")).isEqualTo(param);
    assertThat(reply.body()).doesNotContain("long enough", "short");
  }

  @ParameterizedTest
  @CsvSource({
    "demo, U\\u0000, password, user_id",
    "demo, '', password, user_id",
    "de\\u0000mo, U, password, merchant_id",
    "demo, U, 0123456789012345678901234567890123456789012345678901234567890123456789xyz, password",
  })
  void aLogInThatNobodyCanHaveIsRefused(String merchant, String user, String pass, String param) {
    Reply reply = server.post("/api/v1/sessions", "", logIn(merchant, user, pass));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text("code")).isEqualTo("invalid_parameter");
    assertThat(reply.text("param")).isEqualTo(param);
    assertThat(reply.body()).doesNotContain("0123456789");
  }

  @Test
  void onlyAMerchantWhoMayWriteAccountsRegistersUsers() {
    String userToken =
        server
            .post("/api/v1/sessions", "", logIn("demo", "USER_1", USER_PASSWORD))
            .text("access_token");
    String reader =
        server
            .token("demo", MERCHANT_SECRET, Map.of("scope", "accounts:read"))
            .text("access_token");
    String service = server.token("payment-service", SERVICE_SECRET, Map.of()).text("access_token");
    String body = registration(newUserId(), PASSWORD);

    assertThat(server.post("/api/v1/users", "", body).status()).isEqualTo(401);
    assertThat(server.post("/api/v1/users", userToken, body).status()).isEqualTo(403);
    assertThat(server.post("/api/v1/users", reader, body).status()).isEqualTo(403);
    assertThat(server.post("/api/v1/users", service, body).status()).isEqualTo(403);
  }

  @Test
  void aUserWhoLogsOutEndsThatSessionAlone() throws Exception {
    String user = newUserId();
    server.post("/api/v1/users", merchantToken(), registration(user, PASSWORD));
    String session = session(user);
    String other = session(user);

    Reply out = server.as(session, "DELETE", "/api/v1/sessions/current");

    assertThat(out.status()).isEqualTo(204);
    assertThat(server.get("/oauth2/revocations").body())
        .contains(SignedJWT.parse(session).getJWTClaimsSet().getStringClaim("sid"))
        .doesNotContain(SignedJWT.parse(other).getJWTClaimsSet().getStringClaim("sid"));
    assertThat(server.as(merchantToken(), "DELETE", "/api/v1/sessions/current").status())
        .isEqualTo(403);
  }

  @Test
  void whatTheBodySaysBesideItsFieldsChangesNothing() throws Exception {
    String user = newUserId();
    String greedy =
        """
        {"user_id": "%s", "password": "%s", "merchant_id": "another", "created_at": "1999-01-01T00:00:00Z",
         "scope": ["ops"], "password_hash": "{noop}x", "balance": "1000.00"}"""
            .formatted(user, PASSWORD);

    Reply registered = server.post("/api/v1/users", merchantToken(), greedy);

    assertThat(registered.status()).isEqualTo(201);
    assertThat(registered.json().propertyNames())
        .containsExactlyInAnyOrder("user_id", "merchant_id", "created_at");
    assertThat(registered.text("merchant_id")).isEqualTo("demo");
    assertThat(registered.text("created_at")).doesNotStartWith("1999");
    assertThat(SignedJWT.parse(session(user)).getJWTClaimsSet().getStringListClaim("scope"))
        .doesNotContain("ops");
  }

  @Test
  void whenTooManyPasswordsWaitTheRestIsToldToComeBack() {
    try (IdentityServer busy =
            IdentityServer.start(
                IdentityFixtures.database(),
                IdentityFixtures.secrets(),
                "florin.identity.password.strength=12",
                "florin.identity.password.at-once=1",
                "florin.identity.password.longest-wait=1ms");
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Reply> replies =
          Stream.generate(() -> logIn("demo", "USER_1", USER_PASSWORD))
              .limit(8)
              .map(
                  body ->
                      CompletableFuture.supplyAsync(
                          () -> busy.post("/api/v1/sessions", "", body), clients))
              .toList()
              .stream()
              .map(CompletableFuture::join)
              .toList();

      assertThat(replies).extracting(Reply::status).containsOnly(201, 429);
      assertThat(replies)
          .filteredOn(reply -> reply.status() == 429)
          .allSatisfy(
              refused -> {
                assertThat(refused.text("code")).isEqualTo("overloaded");
                assertThat(refused.header("Retry-After")).isEqualTo("1");
              });
    }
  }

  private static String session(String user) {
    return server.post("/api/v1/sessions", "", logIn("demo", user, PASSWORD)).text("access_token");
  }

  private static String merchantToken() {
    return server.token("demo", MERCHANT_SECRET, Map.of()).text("access_token");
  }

  private static long count() {
    return server
        .bean(JdbcClient.class)
        .sql("SELECT count(*) FROM app_user")
        .query(Long.class)
        .single();
  }

  private static String withoutTrace(Reply reply) {
    return reply.body().replaceAll("[0-9a-f]{32}", "");
  }

  private static String newUserId() {
    return "user-" + UUID.randomUUID();
  }

  private static String registration(String user, String password) {
    return "{\"user_id\": \"%s\", \"password\": \"%s\"}".formatted(user, password);
  }

  private static String logIn(String merchant, String user, String password) {
    return "{\"merchant_id\": \"%s\", \"user_id\": \"%s\", \"password\": \"%s\"}"
        .formatted(merchant, user, password);
  }
}
