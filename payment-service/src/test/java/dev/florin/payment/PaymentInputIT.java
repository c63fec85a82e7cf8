package dev.florin.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.payment.support.Api;
import dev.florin.payment.support.PaymentServer;
import dev.florin.payment.support.Tokens;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What is refused before anything happens, and who may do what. */
@ExtendWith(OutputCaptureExtension.class)
class PaymentInputIT extends PaymentServer {

  private final String merchantId = newMerchant();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-1 | USD",
        "0 | USD",
        "0.00 | USD",
        "0.001 | EUR",
        "10.5 | JPY",
        "1e3 | USD",
        "1E400 | USD",
        "9007199254740993 | USD",
        "9223372036854775808 | USD",
        "1.0001 | BHD",
        "'\"NaN\"' | USD",
        "'\"1,00\"' | USD",
        "'\"+1\"' | USD",
        "'\"0x10\"' | USD",
        "'\" 1\"' | USD",
        "'\"\u0661\u0662\"' | USD",
        "'\"1e3\"' | USD",
      })
  void badMoneyIsRefusedAndNothingHappens(String amount, String currency) {
    Api.Reply reply = pay(field("amount", amount, field("currency", quoted(currency), valid())));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.field("code")).isEqualTo("invalid_amount");
    assertThat(reply.field("param")).isEqualTo("amount");
    assertNothingHappened();
  }

  @ParameterizedTest
  @ValueSource(strings = {"XXX", "usd", "US", "ABC", "EURO"})
  void anUnknownCurrencyIsRefused(String currency) {
    Api.Reply reply = pay(field("currency", quoted(currency), valid()));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.field("code")).isEqualTo("unknown_currency");
    assertNothingHappened();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "user_id | null",
        "user_id | '\"\"'",
        "user_id | '\"a b\"'",
        "payment_id | '\"../etc\"'",
        "payment_id | '\"\"'",
        "amount | null",
        "currency | null",
        "payment_method | null",
        "payment_method | '\"cash\"'",
        "capture_method | '\"delayed\"'",
        "capture_method | '\"\"'",
        "payment_token | '\"card\"'",
        "payment_token | '\"tok_\"'",
        // As long as no neighbour takes it.
        "payment_token | '\"tok_a123456789b123456789c123456789d123456789e123456789f123456789g\"'",
        "description | '\"a\\u0000b\"'",
        "metadata | '{\"\": \"x\"}'",
        "metadata | '{\"a\": null}'",
        "metadata | '{\"a\": \"\\u0000\"}'",
      })
  void anInvalidFieldIsNamed(String name, String value) {
    Api.Reply reply = pay(field(name, value, valid()));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.field("code")).isEqualTo("invalid_parameter");
    assertThat(reply.field("param")).isEqualTo(name);
    assertNothingHappened();
  }

  @Test
  void textsHaveLimits() {
    String entries =
        IntStream.range(0, 51)
            .mapToObj(i -> "\"k" + i + "\":\"v\"")
            .collect(Collectors.joining(",", "{", "}"));

    assertThat(pay(field("metadata", entries, valid())).field("param")).isEqualTo("metadata");
    assertThat(pay(field("description", quoted("x".repeat(501)), valid())).field("param"))
        .isEqualTo("description");
    assertThat(pay(field("description", quoted("x".repeat(500)), valid())).status()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "\"text\"",
        "{\"amount\": {}}",
        "{\"metadata\": {\"a\": {\"b\": \"c\"}}}",
        "{\"amount\": 1, \"amount\": 2}"
      })
  void whatIsNotTheJsonExpectedIsRefused(String body) {
    Api.Reply reply = pay(body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
    assertNothingHappened();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "payment_id | '\"4111111111111111\"'",
        "payment_token | '\"4111111111111111\"'",
        "user_id | '\"USER_4111111111111111\"'",
        "description | '\"card 4111 1111 1111 1111, thanks\"'",
        "description | '\"4111-1111-1111-1111\"'",
        "description | '\"amex 3782 822463 10005\"'",
        "metadata | '{\"card\": \"5555555555554444\"}'",
        "metadata | '{\"5555555555554444\": \"card\"}'",
        "idempotency_key | '\"6011111111111117\"'",
        "card_number | '\"4111111111111111\"'",
        "card | '{\"number\": 4111111111111111}'",
      })
  void aCardNumberIsRefusedAndNeverLogged(String name, String value, CapturedOutput output) {
    Api.Reply reply = merchant(merchantId).payWithoutHeader(withKey(field(name, value, valid())));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.field("code")).isEqualTo("card_number_refused");
    assertThat(reply.text() + output).doesNotContainPattern("(4111|5555|3782|6011)[ -]?\\d{4}");
    assertNothingHappened();
  }

  @Test
  void whatOnlyResemblesACardNumberIsAccepted() {
    String body =
        field(
            "description",
            quoted("order 1763634352123 of 550e8400-e29b-41d4-a716-446655440000"),
            field("payment_token", quoted("tok_4242424242424242"), valid()));

    assertThat(pay(body).status()).isEqualTo(201);
  }

  @Test
  void aPaymentWithoutAnIdGetsOne() {
    Api.Reply reply = pay(field("payment_id", "null", valid()));

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.field("payment_id")).startsWith("pay_");
    assertThat(
            merchant(merchantId)
                .get("/api/v1/payments/" + reply.field("payment_id"))
                .field("status"))
        .isEqualTo("succeeded");
  }

  @Test
  void theAmountIsReadExactlyAndShownWithTheCurrencysDigits() {
    Api.Reply dinars = pay(field("amount", "0.123", field("currency", quoted("BHD"), valid())));
    Api.Reply yen =
        pay(
            field(
                "amount",
                "500",
                field("currency", quoted("JPY"), field("payment_id", quoted("PAY_2"), valid()))));

    assertThat(dinars.field("amount")).isEqualTo("0.123");
    assertThat(yen.field("amount")).isEqualTo("500");
    assertThat(yen.field("amount_refunded")).isEqualTo("0");
  }

  @Test
  void metadataComesBack() {
    Api.Reply reply = pay(field("metadata", "{\"order\": \"42\"}", valid()));

    assertThat(reply.json().path("metadata").path("order").asString()).isEqualTo("42");
  }

  @Test
  void anotherMerchantsPaymentIsNotThere() {
    pay(valid());

    Api.Reply reply = merchant(newMerchant()).get("/api/v1/payments/PAY_1");

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.field("code")).isEqualTo("not_found");
  }

  @Test
  void aUserSeesAndPaysItsOwnPaymentsOnly() {
    pay(valid());
    Api other = with(Tokens.user(merchantId, "USER_2"));

    assertThat(other.get("/api/v1/payments/PAY_1").status()).isEqualTo(404);
    assertThat(other.get("/api/v1/payments").json().path("data").size()).isZero();
    assertThat(other.get("/api/v1/payments?user_id=USER_1").status()).isEqualTo(403);
    assertThat(other.pay(newKey(), valid()).status()).isEqualTo(403);
    assertThat(with(Tokens.user(merchantId, "USER_1")).get("/api/v1/payments/PAY_1").status())
        .isEqualTo(200);
  }

  @Test
  void everyEndpointAsksForItsScope() {
    Api reader = with(Tokens.merchant(merchantId, "payments:read"));
    Api writer = with(Tokens.merchant(merchantId, "payments:write"));

    assertThat(reader.pay(newKey(), valid()).status()).isEqualTo(403);
    assertThat(writer.get("/api/v1/payments").status()).isEqualTo(403);
    assertThat(with("nonsense").get("/api/v1/payments").status()).isEqualTo(401);
  }

  private Api.Reply pay(String body) {
    return merchant(merchantId).pay(newKey(), body);
  }

  private static String valid() {
    return """
    {"payment_id":"PAY_1","user_id":"USER_1","amount":19.99,"currency":"USD",\
    "payment_method":"credit_card"}\
    """;
  }

  private static String withKey(String body) {
    return body.contains("\"idempotency_key\"")
        ? body
        : field("idempotency_key", quoted(newKey()), body);
  }

  /** The body with another value for a field. */
  private static String field(String name, String value, String body) {
    String others = body.replaceFirst("\"" + name + "\":(\"[^\"]*\"|[^,}]*),?", "");
    return others
        .replaceFirst("\\{", "{\"" + name + "\":" + value.replace("\\", "\\\\") + ",")
        .replace(",}", "}");
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }

  private void assertNothingHappened() {
    assertThat(paymentsOf(merchantId)).isZero();
    assertThat(DOWNSTREAMS.calls()).isEmpty();
  }
}
