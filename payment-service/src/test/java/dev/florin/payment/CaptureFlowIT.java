package dev.florin.payment;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.payment.support.Api;
import dev.florin.payment.support.Downstreams;
import dev.florin.payment.support.PaymentServer;
import dev.florin.payment.support.Tokens;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Captures and voids, for every way they can end. */
class CaptureFlowIT extends PaymentServer {

  private static final String PAYMENT = "/api/v1/payments/PAY_1";
  private static final String APPROVED_CAPTURE =
      "{\"channel\":\"sandbox\",\"result\":\"approved\",\"transaction_id\":\"cp_1\"}";
  private static final String APPROVED_REFUND =
      "{\"channel\":\"sandbox\",\"result\":\"approved\",\"transaction_id\":\"re_1\"}";

  private final String merchantId = newMerchant();

  @Autowired private JsonMapper json;

  @BeforeEach
  void theChannelNumbersWhatItDoes() {
    DOWNSTREAMS.channel("capture", okJson(APPROVED_CAPTURE));
    DOWNSTREAMS.channel("refund", okJson(APPROVED_REFUND));
  }

  @Test
  void aManualPaymentIsHeldAndAuthorisedAndWaitsToBeCaptured() {
    Api.Reply reply = authorise("100.00");

    UUID uuid = uuidOf(merchantId, "PAY_1");
    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.field("status")).isEqualTo("requires_capture");
    assertThat(reply.field("capture_method")).isEqualTo("manual");
    assertThat(reply.field("amount_capturable")).isEqualTo("100.00");
    assertThat(reply.field("amount_received")).isEqualTo("0.00");
    assertThat(secondsToCapture()).isBetween(7 * 86_400 - 60, 7 * 86_400);
    assertThat(DOWNSTREAMS.calls())
        .containsExactly(
            "/internal/assessments/" + uuid + ":risk",
            "/internal/holds/" + uuid + ":hold",
            "/internal/attempts/" + uuid + "_1");
    assertThat(sent(1).path("expires_in_seconds").asInt())
        .as("the hold lives on for at least three days after the window")
        .isGreaterThanOrEqualTo(10 * 86_400);
    assertThat(sent(2).path("operation").asString()).isEqualTo("authorise");
    assertThat(events()).containsExactly("payment.requires_capture");
  }

  @Test
  void aManualPaymentThatTheChannelDeclinesSetsTheMoneyFreeAndFails() {
    DOWNSTREAMS.channel(okJson(Downstreams.DECLINED));

    Api.Reply reply = authorise("100.00");

    assertThat(reply.status()).isEqualTo(402);
    assertThat(reply.field("code")).isEqualTo("card_declined");
    assertThat(DOWNSTREAMS.calls())
        .last()
        .isEqualTo("/internal/holds/" + uuidOf(merchantId, "PAY_1") + ":hold/void");
    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("failed");
  }

  @Test
  void aFullCaptureTakesTheMoneyAndEndsThePayment() {
    authorise("100.00");

    Api.Reply reply = capture("{}");

    UUID uuid = uuidOf(merchantId, "PAY_1");
    UUID capture = operation("capture");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.field("status")).isEqualTo("succeeded");
    assertThat(reply.field("amount_received")).isEqualTo("100.00");
    assertThat(reply.field("amount_capturable")).isEqualTo("0.00");
    JsonNode document = reply.json().path("capture");
    assertThat(document.path("capture_id").asString()).isEqualTo("cap_" + capture);
    assertThat(document.path("amount").asString()).isEqualTo("100.00");
    assertThat(document.path("status").asString()).isEqualTo("succeeded");
    assertThat(document.path("transaction_id").asString()).isEqualTo("cp_1");
    assertThat(DOWNSTREAMS.calls().subList(3, 5))
        .containsExactly(
            "/internal/attempts/" + capture + "_1",
            "/internal/holds/" + uuid + ":hold/posts/" + capture + ":post");
    assertThat(sent(3).path("of_attempt").asString()).isEqualTo(uuid + "_1");
    assertThat(sent(4).path("final").asBoolean()).isTrue();
    assertThat(events())
        .containsExactly("payment.requires_capture", "payment.captured", "payment.succeeded");
    assertThat(data("payment.captured").path("capture_uuid").asString())
        .isEqualTo(capture.toString());
    assertThat(data("payment.captured").path("capture_amount").asString()).isEqualTo("100.00");
    assertThat(moves()).last().isEqualTo("3 requires_capture > succeeded: captured");
  }

  @Test
  void aFinalPartialCaptureSetsTheRestFreeAndSeveralTakeItBitByBit() {
    authorise("100.00");

    Api.Reply first = capture("{\"amount\": \"30.00\", \"final_capture\": false}");
    Api.Reply second = capture("{\"amount\": 20, \"final_capture\": false}");
    Api.Reply last = capture("{\"amount\": \"10.00\"}");

    assertThat(first.field("status")).isEqualTo("requires_capture");
    assertThat(first.field("amount_capturable")).isEqualTo("70.00");
    assertThat(second.field("amount_received")).isEqualTo("50.00");
    assertThat(last.field("status")).isEqualTo("succeeded");
    assertThat(last.field("amount_received")).isEqualTo("60.00");
    assertThat(last.field("amount_capturable")).isEqualTo("0.00");
    assertThat(sent(4).path("final").asBoolean()).isFalse();
    assertThat(sent(8).path("final").asBoolean()).isTrue();
    assertThat(sequences()).isSorted().doesNotHaveDuplicates();
    JsonNode page = merchant(merchantId).get(PAYMENT + "/captures?limit=2").json();
    assertThat(page.path("has_more").asBoolean()).isTrue();
    assertThat(page.path("data").get(0).path("amount").asString()).isEqualTo("10.00");
    String cursor = page.path("data").get(1).path("capture_id").asString();
    JsonNode older =
        merchant(merchantId).get(PAYMENT + "/captures?starting_after=" + cursor).json();
    assertThat(older.path("data")).hasSize(1);
    assertThat(older.path("data").get(0).path("amount").asString()).isEqualTo("30.00");
  }

  @Test
  void partsThatAddUpToTheWholeEndThePayment() {
    authorise("100.00");
    capture("{\"amount\": \"40.00\", \"final_capture\": false}");

    Api.Reply rest = capture("{\"amount\": \"60.00\", \"final_capture\": false}");

    assertThat(rest.field("status")).isEqualTo("succeeded");
  }

  @Test
  void noMoreIsCapturedThanWasAuthorised() {
    authorise("100.00");
    capture("{\"amount\": \"60.00\", \"final_capture\": false}");

    Api.Reply refused = capture("{\"amount\": \"40.01\"}");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.field("code")).isEqualTo("capture_exceeds_authorized");
    assertThat(refused.field("param")).isEqualTo("amount");
    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("requires_capture");
  }

  @Test
  void aCaptureThatTheChannelDeclinesTakesNothingAndMayBeRepeatedByAnotherKey() {
    authorise("100.00");
    DOWNSTREAMS.channel(
        "capture", okJson("{\"result\":\"declined\",\"decline_code\":\"capture_declined\"}"));

    Api.Reply declined = capture("{}");
    DOWNSTREAMS.channel("capture", okJson(APPROVED_CAPTURE));
    Api.Reply another = capture("{}");

    assertThat(declined.status()).isEqualTo(402);
    assertThat(declined.field("code")).isEqualTo("capture_declined");
    assertThat(declined.field("payment_status")).isEqualTo("requires_capture");
    assertThat(DOWNSTREAMS.calls()).filteredOn(call -> call.contains("/posts/")).hasSize(1);
    assertThat(another.status()).isEqualTo(200);
    assertThat(another.field("amount_received")).isEqualTo("100.00");
  }

  @Test
  void aVoidReleasesTheAuthorisationAndThenTheMoney() {
    authorise("100.00");

    Api.Reply reply = post("/void", "{}");

    UUID uuid = uuidOf(merchantId, "PAY_1");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.field("status")).isEqualTo("canceled");
    assertThat(reply.field("amount_capturable")).isEqualTo("0.00");
    assertThat(DOWNSTREAMS.calls().subList(3, 5))
        .containsExactly(
            "/internal/attempts/" + uuid + "_void", "/internal/holds/" + uuid + ":hold/void");
    assertThat(events()).containsExactly("payment.requires_capture", "payment.canceled");
  }

  @Test
  void aVoidNeedsNoBody() {
    authorise("100.00");

    assertThat(post("/void", "").field("status")).isEqualTo("canceled");
  }

  @Test
  void aVoidThatTheChannelRefusesLeavesThePaymentAsItIs() {
    authorise("100.00");
    DOWNSTREAMS.channel(
        "void", okJson("{\"result\":\"declined\",\"decline_code\":\"void_declined\"}"));

    Api.Reply reply = post("/void", "{}");

    assertThat(reply.status()).isEqualTo(402);
    assertThat(reply.field("code")).isEqualTo("void_declined");
    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("requires_capture");
    assertThat(merchant(merchantId).get(PAYMENT).field("amount_capturable")).isEqualTo("100.00");
  }

  @Test
  void whatWasCapturedInPartCannotBeVoided() {
    authorise("100.00");
    capture("{\"amount\": \"30.00\", \"final_capture\": false}");

    Api.Reply reply = post("/void", "{}");

    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.field("code")).isEqualTo("invalid_state");
  }

  @ParameterizedTest
  @CsvSource({"/capture", "/void"})
  void whatEndedIsNeitherCapturedNorVoided(String operation) {
    merchant(merchantId).pay(newKey(), body("PAY_1"));

    Api.Reply reply = post(operation, "{}");

    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.field("code")).isEqualTo("invalid_state");
    assertThat(reply.field("payment_status")).isEqualTo("succeeded");
    assertThat(reply.field("detail")).contains("succeeded", "requires_capture", "is final");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/refunds | {\"amount\": \"0\", \"reason\": \"r\"}      | invalid_amount",
        "/refunds | {\"amount\": \"-1\", \"reason\": \"r\"}     | invalid_amount",
        "/refunds | {\"amount\": \"1.001\", \"reason\": \"r\"}  | invalid_amount",
        "/refunds | {\"amount\": 1e2, \"reason\": \"r\"}        | invalid_amount",
        "/refunds | {\"amount\": \"1.00\"}                      | invalid_parameter",
        "/refunds | {\"currency\": \"EUR\", \"reason\": \"r\"}  | invalid_parameter",
        "/refunds | {\"reason\": \"4242424242424242\"}          | card_number_refused",
        "/capture | {\"amount\": \"abc\"}                       | invalid_amount",
        "/void    | {\"amount\": \"1.00\"}                      | invalid_parameter",
      })
  void badInputIsRefusedBeforeAnythingHappens(String operation, String body, String code) {
    merchant(merchantId).pay(newKey(), body("PAY_1"));

    Api.Reply reply = post(operation, body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.field("code")).isEqualTo(code);
    assertThat(operations()).isZero();
  }

  @Test
  void aRefundIsAskedForWithABody() {
    merchant(merchantId).pay(newKey(), body("PAY_1"));

    Api.Reply reply = post("/refunds", "");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.field("code")).isEqualTo("malformed_request");
    assertThat(operations()).isZero();
  }

  @Test
  void onlyTheMerchantItselfDoesAnythingToItsPayments() {
    merchant(merchantId).pay(newKey(), body("PAY_1"));
    String body = "{\"reason\": \"returned\"}";

    Api.Reply byUser =
        with(Tokens.user(merchantId, "USER_1")).post(newKey(), PAYMENT + "/refunds", body);
    Api.Reply byOther = merchant(newMerchant()).post(newKey(), PAYMENT + "/refunds", body);

    assertThat(byUser.status()).isEqualTo(403);
    assertThat(byOther.status()).isEqualTo(404);
    assertThat(with(Tokens.user(merchantId, "USER_1")).get(PAYMENT + "/refunds").status())
        .isEqualTo(200);
    assertThat(with(Tokens.user(merchantId, "USER_2")).get(PAYMENT + "/refunds").status())
        .isEqualTo(404);
    assertThat(operations()).isZero();
  }

  @Test
  void theNameOfAPaymentIsNeverGivenAway() {
    authorise("100.00");
    post("/void", "{}");
    UUID uuid = uuidOf(merchantId, "PAY_1");

    Api.Reply again = merchant(merchantId).pay(newKey(), body("PAY_1"));

    assertThat(again.status()).isEqualTo(409);
    assertThat(again.field("code")).isEqualTo("payment_exists");
    assertThat(uuidOf(merchantId, "PAY_1")).isEqualTo(uuid);
    assertThat(merchant(merchantId).get(PAYMENT).field("status")).isEqualTo("canceled");
  }

  private Api.Reply authorise(String amount) {
    return merchant(merchantId).pay(newKey(), manual("PAY_1", amount));
  }

  private Api.Reply capture(String body) {
    return post("/capture", body);
  }

  private Api.Reply post(String operation, String body) {
    return merchant(merchantId).post(newKey(), PAYMENT + operation, body);
  }

  private JsonNode sent(int call) {
    return json.readTree(DOWNSTREAMS.requests().get(call).getBodyAsString());
  }

  private int secondsToCapture() {
    return jdbc.sql(
            "SELECT extract(epoch FROM capture_before - now()) FROM payment WHERE merchant_id = ?")
        .param(merchantId)
        .query(Integer.class)
        .single();
  }

  private UUID operation(String kind) {
    return jdbc.sql("SELECT uuid FROM payment_operation WHERE payment_uuid = ? AND kind = ?")
        .params(uuidOf(merchantId, "PAY_1"), kind)
        .query(UUID.class)
        .single();
  }

  private long operations() {
    return jdbc.sql("SELECT count(*) FROM payment_operation WHERE payment_uuid = ?")
        .param(uuidOf(merchantId, "PAY_1"))
        .query(Long.class)
        .single();
  }

  private List<@Nullable String> events() {
    return jdbc.sql("SELECT type FROM outbox_event WHERE aggregate_id = ? ORDER BY sequence")
        .param(uuidOf(merchantId, "PAY_1"))
        .query(String.class)
        .list();
  }

  private List<@Nullable Long> sequences() {
    return jdbc.sql("SELECT sequence FROM outbox_event WHERE aggregate_id = ? ORDER BY id")
        .param(uuidOf(merchantId, "PAY_1"))
        .query(Long.class)
        .list();
  }

  private JsonNode data(String type) {
    return json.readTree(
            jdbc.sql("SELECT payload FROM outbox_event WHERE aggregate_id = ? AND type = ?")
                .params(uuidOf(merchantId, "PAY_1"), type)
                .query(String.class)
                .single())
        .path("data");
  }

  private List<@Nullable String> moves() {
    return jdbc.sql(
            """
            SELECT version || ' ' || from_status || ' > ' || to_status || ': ' || reason
            FROM payment_transition WHERE payment_uuid = ? ORDER BY version
            """)
        .param(uuidOf(merchantId, "PAY_1"))
        .query(String.class)
        .list();
  }
}
