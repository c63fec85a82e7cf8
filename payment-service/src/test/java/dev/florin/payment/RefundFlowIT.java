package dev.florin.payment;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.payment.support.Api;
import dev.florin.payment.support.PaymentServer;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Refunds, for every way they can end. */
class RefundFlowIT extends PaymentServer {

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
  void aRefundGivesTheMoneyBackFirstAtTheChannelThenInTheLedger() {
    merchant(merchantId).pay(newKey(), body("PAY_1", "100.00", "USD"));

    Api.Reply reply = refund("{\"amount\": \"60.00\", \"reason\": \"returned\"}");

    UUID uuid = uuidOf(merchantId, "PAY_1");
    UUID refund = operation("refund");
    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.field("refund_id")).isEqualTo("re_" + refund);
    assertThat(reply.field("payment_id")).isEqualTo("PAY_1");
    assertThat(reply.field("amount")).isEqualTo("60.00");
    assertThat(reply.field("status")).isEqualTo("succeeded");
    assertThat(reply.field("reason")).isEqualTo("returned");
    assertThat(reply.field("transaction_id")).isEqualTo("re_1");
    assertThat(DOWNSTREAMS.calls().subList(3, 5))
        .containsExactly(
            "/internal/attempts/" + refund + "_1", "/internal/refunds/" + refund + ":refund");
    assertThat(sent(3).path("of_attempt").asString()).isEqualTo(uuid + "_1");
    assertThat(sent(3).path("payment_uuid").asString()).isEqualTo(uuid.toString());
    assertThat(sent(4).path("channel").asString()).isEqualTo("sandbox");
    Api.Reply payment = merchant(merchantId).get(PAYMENT);
    assertThat(payment.field("status")).isEqualTo("succeeded");
    assertThat(payment.field("amount_refunded")).isEqualTo("60.00");
    assertThat(payment.field("amount_received")).isEqualTo("100.00");
    assertThat(events()).containsExactly("payment.succeeded", "payment.refunded");
    assertThat(data("payment.refunded").path("refund_id").asString()).isEqualTo("re_" + refund);
    assertThat(data("payment.refunded").path("amount_refunded").asString()).isEqualTo("60.00");
  }

  @Test
  void manyRefundsGiveBackNoMoreThanWasCaptured() {
    merchant(merchantId).pay(newKey(), body("PAY_1", "100.00", "USD"));
    refund("{\"amount\": \"60.00\", \"reason\": \"a\"}");

    Api.Reply exceeding = refund("{\"amount\": \"40.01\", \"reason\": \"b\"}");
    Api.Reply rest = refund("{\"reason\": \"c\"}");
    Api.Reply nothing = refund("{\"reason\": \"d\"}");

    assertThat(exceeding.status()).isEqualTo(422);
    assertThat(exceeding.field("code")).isEqualTo("refund_exceeds_captured");
    assertThat(rest.field("amount")).isEqualTo("40.00");
    assertThat(nothing.status()).isEqualTo(422);
    JsonNode page = merchant(merchantId).get(PAYMENT + "/refunds").json();
    assertThat(page.path("data")).hasSize(2);
    assertThat(page.path("data").get(0).path("amount").asString()).isEqualTo("40.00");
    assertThat(page.path("has_more").asBoolean()).isFalse();
  }

  @Test
  void aRefundThatTheChannelDeclinesChangesNothingAndIsTold() {
    merchant(merchantId).pay(newKey(), body("PAY_1", "100.00", "USD"));
    DOWNSTREAMS.channel(
        "refund", okJson("{\"result\":\"declined\",\"decline_code\":\"refund_declined\"}"));

    Api.Reply declined = refund("{\"reason\": \"returned\"}");

    assertThat(declined.status()).isEqualTo(402);
    assertThat(declined.field("code")).isEqualTo("refund_declined");
    assertThat(declined.field("payment_status")).isEqualTo("succeeded");
    assertThat(DOWNSTREAMS.calls()).noneMatch(call -> call.contains("/internal/refunds/"));
    assertThat(merchant(merchantId).get(PAYMENT).field("amount_refunded")).isEqualTo("0.00");
    assertThat(events()).containsExactly("payment.succeeded", "payment.refund_failed");
    JsonNode page = merchant(merchantId).get(PAYMENT + "/refunds").json();
    assertThat(page.path("data").get(0).path("status").asString()).isEqualTo("failed");
  }

  @Test
  void aRefundOfAManualPaymentIsOfTheCaptureThatHasRoomForIt() {
    authorise("100.00");
    capture("{\"amount\": \"30.00\", \"final_capture\": false}");
    capture("{\"amount\": \"50.00\"}");

    refund("{\"amount\": \"40.00\", \"reason\": \"returned\"}");

    assertThat(sent(7).path("of_attempt").asString()).isEqualTo(captures().get(1) + "_1");
  }

  @Test
  void aRefundThatNoSingleCaptureCoversIsMadeOfSeveral() {
    authorise("100.00");
    capture("{\"amount\": \"30.00\", \"final_capture\": false}");
    capture("{\"amount\": \"50.00\"}");

    Api.Reply reply = refund("{\"reason\": \"all of it\"}");

    UUID refund = operation("refund");
    assertThat(reply.field("amount")).isEqualTo("80.00");
    assertThat(DOWNSTREAMS.calls().subList(7, 10))
        .containsExactly(
            "/internal/attempts/" + refund + "_1",
            "/internal/attempts/" + refund + "_2",
            "/internal/refunds/" + refund + ":refund");
    assertThat(sent(7).path("amount").asString()).isEqualTo("30.00");
    assertThat(sent(8).path("amount").asString()).isEqualTo("50.00");
    assertThat(sent(9).path("amount").asString()).isEqualTo("80.00");
  }

  @Test
  void aRefundIsAsMuchAsTheChannelGaveBackBeforeItRefused() {
    authorise("100.00");
    capture("{\"amount\": \"30.00\", \"final_capture\": false}");
    capture("{\"amount\": \"50.00\"}");
    String second = captures().get(1) + "_1";
    DOWNSTREAMS.refusesRefundsOf(second);

    Api.Reply reply = refund("{\"reason\": \"all of it\"}");

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.field("amount")).isEqualTo("30.00");
    assertThat(merchant(merchantId).get(PAYMENT).field("amount_refunded")).isEqualTo("30.00");
  }

  @Test
  void nothingIsRefundedOfWhatWasNotCaptured() {
    authorise("100.00");

    Api.Reply reply = refund("{\"reason\": \"returned\"}");

    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.field("code")).isEqualTo("invalid_state");
    assertThat(reply.field("payment_status")).isEqualTo("requires_capture");
  }

  private Api.Reply authorise(String amount) {
    return merchant(merchantId).pay(newKey(), manual("PAY_1", amount));
  }

  private Api.Reply capture(String body) {
    return post("/capture", body);
  }

  private Api.Reply refund(String body) {
    return post("/refunds", body);
  }

  private Api.Reply post(String operation, String body) {
    return merchant(merchantId).post(newKey(), PAYMENT + operation, body);
  }

  private JsonNode sent(int call) {
    return json.readTree(DOWNSTREAMS.requests().get(call).getBodyAsString());
  }

  private UUID operation(String kind) {
    return jdbc.sql("SELECT uuid FROM payment_operation WHERE payment_uuid = ? AND kind = ?")
        .params(uuidOf(merchantId, "PAY_1"), kind)
        .query(UUID.class)
        .single();
  }

  private List<@Nullable UUID> captures() {
    return jdbc.sql(
            """
            SELECT uuid FROM payment_operation WHERE payment_uuid = ? AND kind = 'capture'
            ORDER BY uuid
            """)
        .param(uuidOf(merchantId, "PAY_1"))
        .query(UUID.class)
        .list();
  }

  private List<@Nullable String> events() {
    return jdbc.sql("SELECT type FROM outbox_event WHERE aggregate_id = ? ORDER BY sequence")
        .param(uuidOf(merchantId, "PAY_1"))
        .query(String.class)
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
}
