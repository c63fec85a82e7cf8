package dev.florin.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.system.PaymentApi.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tokens end before their time, and secrets are replaced, through the gateway alone. */
@ExtendWith(StackExtension.class)
class RevocationIT {

  /** What is promised. */
  private static final Duration BOUND = Duration.ofSeconds(5);

  @Test
  void aUserWhoHasLoggedOutIsRefused(Florin florin, PaymentApi api) {
    PaymentApi user = api.as(florin.run("token", "--user", "USER_411").output().strip());
    PaymentApi other = api.as(florin.run("token", "--user", "USER_412").output().strip());
    assertThat(user.get("/api/v1/payments").status()).isEqualTo(200);

    assertThat(user.send(user.request("/api/v1/sessions/current").DELETE()).status())
        .isEqualTo(204);

    awaitRefusal(user);
    assertThat(user.get("/api/v1/payments").field("code")).isEqualTo("unauthenticated");
    assertThat(other.get("/api/v1/payments").status()).isEqualTo(200);
  }

  @Test
  void aMerchantReplacesItsSecretRevokesItsTokensAndIsBlocked(Florin florin, PaymentApi api) {
    PaymentApi operator = api.as(florin.run("token", "--operator").output().strip());
    String merchant = "shop-" + UUID.randomUUID();
    String path = "/api/v1/merchants/" + merchant;

    Answer registered =
        operator.post("/api/v1/merchants", null, "{\"merchant_id\":\"%s\"}".formatted(merchant));
    assertThat(registered.status()).as(registered.text()).isEqualTo(201);
    String first = registered.field("client_secret");
    PaymentApi early = api.as(token(api, merchant, first));
    assertThat(early.get("/api/v1/payments").status()).isEqualTo(200);
    assertThat(early.get(path).status()).as("its token may not see secrets").isEqualTo(403);

    Answer replaced = operator.post(path + "/secrets", null, "{}");
    String second = replaced.field("client_secret");
    PaymentApi late = api.as(token(api, merchant, second));
    assertThat(late.get("/api/v1/payments").status()).isEqualTo(200);
    assertThat(form(api, merchant, first, "/oauth2/revoke", "token=" + early.token()).status())
        .isEqualTo(200);
    awaitRefusal(early);
    assertThat(late.get("/api/v1/payments").status()).isEqualTo(200);

    assertThat(operator.post(path + "/block", null, "").status()).isEqualTo(200);
    awaitRefusal(late);
    assertThat(requestToken(api, merchant, second).status()).isEqualTo(401);

    assertThat(operator.post(path + "/unblock", null, "").status()).isEqualTo(200);
    PaymentApi again = api.as(token(api, merchant, second));
    assertThat(again.get("/api/v1/payments").status()).isEqualTo(200);
    assertThat(late.get("/api/v1/payments").status()).isEqualTo(401);
    for (String part : new String[] {"gateway", "identity"}) {
      assertThat(florin.log(part)).doesNotContain(first).doesNotContain(second);
    }
  }

  private static void awaitRefusal(PaymentApi api) {
    Awaitility.await()
        .atMost(BOUND)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> api.get("/api/v1/payments").status() == 401);
  }

  private static String token(PaymentApi api, String merchant, String secret) {
    Answer answer = requestToken(api, merchant, secret);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.field("access_token");
  }

  private static Answer requestToken(PaymentApi api, String merchant, String secret) {
    return form(api, merchant, secret, "/oauth2/token", "grant_type=client_credentials");
  }

  private static Answer form(
      PaymentApi api, String merchant, String secret, String path, String form) {
    String credentials =
        Base64.getEncoder()
            .encodeToString((merchant + ":" + secret).getBytes(StandardCharsets.UTF_8));
    return api.send(
        api.request(path)
            .setHeader("Authorization", "Basic " + credentials)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form)));
  }
}
