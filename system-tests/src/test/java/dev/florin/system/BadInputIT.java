package dev.florin.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.system.PaymentApi.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(StackExtension.class)
class BadInputIT {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "19.999|USD|invalid_amount|amount",
        "-1|USD|invalid_amount|amount",
        "0|USD|invalid_amount|amount",
        "1e3|USD|invalid_amount|amount",
        "1e400|USD|invalid_amount|amount",
        "1.5|JPY|invalid_amount|amount",
        "9223372036854775808|USD|invalid_amount|amount",
        "\"1,00\"|USD|invalid_amount|amount",
        "\"NaN\"|USD|invalid_amount|amount",
        "19.99|ZZZ|unknown_currency|currency",
        "19.99|usd|unknown_currency|currency"
      })
  void badMoneyIsRefusedBeforeAnythingHappens(
      String amount, String currency, String code, String param, Florin florin, PaymentApi api) {
    String before =
        florin.query("payment", "SELECT count(*) FROM payment WHERE user_id = 'USER_401'");

    Answer refused =
        api.post(
            "/api/v1/payments",
            UUID.randomUUID().toString(),
            "{\"user_id\":\"USER_401\",\"amount\":%s,\"currency\":\"%s\",\"payment_method\":\"credit_card\"}"
                .formatted(amount, currency));

    assertProblem(refused, 400, code);
    assertThat(refused.field("param")).isEqualTo(param);
    assertThat(florin.query("payment", "SELECT count(*) FROM payment WHERE user_id = 'USER_401'"))
        .isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{", "[]", "{\"amount\":1,\"amount\":2}", "\"text\""})
  void malformedJsonIsRefused(String body, PaymentApi api) {
    assertThat(api.post("/api/v1/payments", UUID.randomUUID().toString(), body).status())
        .isEqualTo(400);
  }

  @Test
  void aMissingKeyIsRefused(PaymentApi api) {
    Answer refused =
        api.post(
            "/api/v1/payments",
            null,
            "{\"user_id\":\"USER_402\",\"amount\":1,\"currency\":\"USD\",\"payment_method\":\"wallet\"}");

    assertProblem(refused, 400, "idempotency_key_required");
  }

  @Test
  void aCardNumberIsRefusedAndLoggedNowhere(Florin florin, PaymentApi api) {
    Answer refused = api.pay("USER_403", "5.00", "4111111111111111");

    assertThat(refused.status()).as(refused.text()).isEqualTo(400);
    assertThat(refused.text()).doesNotContain("4111111111111111");
    for (String part : new String[] {"gateway", "payment", "channel"}) {
      assertThat(florin.log(part)).doesNotContain("4111111111111111");
    }
  }

  @Test
  void tokensThatProveNothingAreRefusedInTheSameWords(PaymentApi api) {
    String header = base64("{\"alg\":\"none\",\"typ\":\"JWT\"}");
    String claims =
        base64(
            "{\"sub\":\"demo\",\"merchant_id\":\"demo\",\"scope\":\"payments:write\",\"exp\":4102444800}");
    for (String token :
        new String[] {"", "garbage", header + "." + claims + ".", header + "." + claims + ".x"}) {
      Answer refused =
          api.send(
              api.request("/api/v1/payments")
                  .setHeader("Authorization", "Bearer " + token)
                  .header("Content-Type", "application/json")
                  .header("Idempotency-Key", UUID.randomUUID().toString())
                  .POST(BodyPublishers.ofString("{}")));

      assertProblem(refused, 401, "unauthenticated");
    }
  }

  @Test
  void aBodyThatIsNoJsonIsRefusedByItsTypeThoughItIsEmpty(PaymentApi api) {
    for (String path :
        new String[] {"/api/v1/payments", "/api/v1/accounts/" + UUID.randomUUID() + "/deposits"}) {
      Answer refused =
          api.send(
              api.request(path)
                  .header("Content-Type", "multipart/form-data")
                  .header("Idempotency-Key", UUID.randomUUID().toString())
                  .POST(BodyPublishers.noBody()));

      assertThat(refused.status()).as("%s: %s", path, refused.text()).isEqualTo(415);
    }
  }

  @Test
  void internalAndManagementPathsAreNotThere(PaymentApi api) {
    for (String path : new String[] {"/internal/deductions/x", "/actuator/health", "/nothing"}) {
      assertThat(api.get(path).status()).as(path).isEqualTo(404);
    }
  }

  /** The server itself turns these away, before the gateway sees them. */
  @Test
  void pathsThatAreNoneAreRefusedAsProblemsToo(PaymentApi api) {
    for (String path : new String[] {"/api/v1/payments/%00", "/api/v1/payments/a%2Fb"}) {
      Answer refused = api.get(path);

      assertThat(refused.status()).as(path).isEqualTo(400);
      assertThat(refused.http().headers().firstValue("content-type"))
          .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
      assertThat(refused.field("code")).isEqualTo("malformed_request");
      assertThat(refused.text()).doesNotContain("tomcat").doesNotContain("<");
    }
  }

  private static void assertProblem(Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.field("code")).isEqualTo(code);
    assertThat(answer.field("trace_id")).hasSize(32);
    assertThat(answer.text()).doesNotContain("Exception").doesNotContain("\tat ");
  }

  private static String base64(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
