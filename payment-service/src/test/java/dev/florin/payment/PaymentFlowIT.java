package dev.florin.payment;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static com.github.tomakehurst.wiremock.client.WireMock.unauthorized;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.florin.payment.support.Api;
import dev.florin.payment.support.Downstreams;
import dev.florin.payment.support.PaymentServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.utils.KafkaTestUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A payment from its request to its event, for every way it can end. */
class PaymentFlowIT extends PaymentServer {

  private final String merchantId = newMerchant();

  @Autowired private EmbeddedKafkaBroker kafka;
  @Autowired private JsonMapper json;

  @Test
  void aPaymentSucceedsAndIsShownWithAllItsFields() {
    Api.Reply reply = merchant(merchantId).pay(newKey(), body("PAY_1"));

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.header("Location")).isEqualTo("/api/v1/payments/PAY_1");
    assertThat(reply.json().propertyNames())
        .containsExactly(
            "payment_id",
            "merchant_id",
            "user_id",
            "amount",
            "amount_capturable",
            "amount_received",
            "amount_refunded",
            "currency",
            "payment_method",
            "capture_method",
            "status",
            "transaction_id",
            "message",
            "decline_code",
            "capture_before",
            "next_action",
            "created_at",
            "updated_at",
            "trace_id",
            "metadata");
    assertThat(reply.field("status")).isEqualTo("succeeded");
    assertThat(reply.field("amount")).isEqualTo("19.99");
    assertThat(reply.field("amount_received")).isEqualTo("19.99");
    assertThat(reply.field("amount_capturable")).isEqualTo("0.00");
    assertThat(reply.field("transaction_id")).isEqualTo("ch_1");
    assertThat(merchant(merchantId).get("/api/v1/payments/PAY_1").text()).isEqualTo(reply.text());
  }

  @Test
  void everyNeighbourIsCalledOnceByAnIdOfThePayment() {
    merchant(merchantId).pay(newKey(), body("PAY_1"));

    UUID uuid = uuidOf(merchantId, "PAY_1");
    assertThat(DOWNSTREAMS.calls())
        .containsExactly(
            "/internal/assessments/" + uuid + ":risk",
            "/internal/deductions/" + uuid + ":deduct",
            "/internal/attempts/" + uuid + "_1");
    assertThat(DOWNSTREAMS.requests())
        .allSatisfy(
            request -> assertThat(request.getHeader("Authorization")).isEqualTo("Bearer svc"));
  }

  @Test
  void everyNeighbourIsToldHowMuchTimeIsLeftWithinItsOwnBudget() {
    merchant(merchantId).pay(newKey(), body("PAY_1"));

    List<Long> budgets = DOWNSTREAMS.requests().stream().map(PaymentFlowIT::budget).toList();
    assertThat(budgets.get(0)).isBetween(1L, 1_000L);
    assertThat(budgets.get(1)).isBetween(1L, 2_000L);
    assertThat(budgets.get(2)).isBetween(1L, 3_000L);
  }

  private static Long budget(LoggedRequest request) {
    return Long.valueOf(request.getHeader("x-envoy-expected-rq-timeout-ms"));
  }

  @Test
  void anAutomaticPaymentWritesInTwoTransactions() {
    watchWrites();

    merchant(merchantId).pay(newKey(), body("PAY_1"));

    assertThat(writingTransactions(uuidOf(merchantId, "PAY_1"))).isEqualTo(2);
  }

  @Test
  void aDeclinedPaymentWritesInTwoTransactionsToo() {
    DOWNSTREAMS.channel(okJson(Downstreams.DECLINED));
    watchWrites();

    merchant(merchantId).pay(newKey(), body("PAY_1"));

    assertThat(writingTransactions(uuidOf(merchantId, "PAY_1"))).isEqualTo(2);
  }

  /** Every table that a payment writes to notes the transaction of each write. */
  private void watchWrites() {
    jdbc.sql("CREATE TABLE IF NOT EXISTS write_seen (payment uuid, xid xid8)").update();
    jdbc.sql(
            """
            CREATE OR REPLACE FUNCTION note_write() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE of_payment uuid := (to_jsonb(NEW) ->> TG_ARGV[0])::uuid;
            BEGIN
              INSERT INTO write_seen VALUES (of_payment, pg_current_xact_id());
              RETURN NEW;
            END $$
            """)
        .update();
    Map.of(
            "payment", "uuid",
            "payment_transition", "payment_uuid",
            "idempotency_record", "payment_uuid")
        .forEach((table, column) -> watch(table, column, "INSERT OR UPDATE"));
    watch("outbox_event", "aggregate_id", "INSERT");
  }

  private void watch(String table, String column, String events) {
    jdbc.sql(
            "CREATE OR REPLACE TRIGGER note_write AFTER %s ON %s FOR EACH ROW EXECUTE FUNCTION note_write('%s')"
                .formatted(events, table, column))
        .update();
  }

  private long writingTransactions(UUID payment) {
    return jdbc.sql("SELECT count(DISTINCT xid::text) FROM write_seen WHERE payment = ?")
        .param(payment)
        .query(Long.class)
        .single();
  }

  @Test
  void aPaymentThatSucceededIsPublishedOnceWithItsDocument() {
    merchant(merchantId).pay(newKey(), body("PAY_1"));
    UUID uuid = uuidOf(merchantId, "PAY_1");

    JsonNode event = onlyEventOf(uuid);

    assertThat(event.path("type").asString()).isEqualTo("payment.succeeded");
    assertThat(event.path("aggregate_id").asString()).isEqualTo(uuid.toString());
    assertThat(event.path("sequence").asInt()).isEqualTo(2);
    assertThat(event.path("data").path("payment_id").asString()).isEqualTo("PAY_1");
    assertThat(event.path("data").path("status").asString()).isEqualTo("succeeded");
    assertThat(event.path("data").path("payment_uuid").asString()).isEqualTo(uuid.toString());
    assertThat(event.path("data").path("channel").asString()).isEqualTo("sandbox");
  }

  @Test
  void aPaymentThatTheChannelDeclinesIsReversedThenFailedThenPublished() {
    DOWNSTREAMS.channel(okJson(Downstreams.DECLINED));

    Api.Reply reply = merchant(merchantId).pay(newKey(), body("PAY_1"));

    UUID uuid = uuidOf(merchantId, "PAY_1");
    assertThat(reply.status()).isEqualTo(402);
    assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(reply.field("code")).isEqualTo("card_declined");
    assertThat(reply.field("decline_code")).isEqualTo("expired_card");
    assertThat(reply.field("payment_id")).isEqualTo("PAY_1");
    assertThat(reply.field("payment_status")).isEqualTo("failed");
    assertThat(DOWNSTREAMS.calls()).last().isEqualTo("/internal/reversals/" + uuid + ":reverse");
    JsonNode reversal = json.readTree(DOWNSTREAMS.requests().getLast().getBodyAsString());
    assertThat(reversal.path("reverses").asString()).isEqualTo(uuid + ":deduct");
    JsonNode event = onlyEventOf(uuid);
    assertThat(event.path("type").asString()).isEqualTo("payment.failed");
    assertThat(event.path("data").path("decline_code").asString()).isEqualTo("expired_card");
  }

  @Test
  void thePaymentIsStillProcessingWhileItsReversalIsNotConfirmed() {
    DOWNSTREAMS.channel(okJson(Downstreams.DECLINED));
    DOWNSTREAMS.reversals(serverError());

    Api.Reply reply = merchant(merchantId).pay(newKey(), body("PAY_1"));

    assertThat(reply.status()).isEqualTo(202);
    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("processing");
  }

  @Test
  void everyMoveIsWrittenDownWithoutGaps() {
    merchant(merchantId).pay(newKey(), body("PAY_1"));

    assertThat(
            jdbc.sql(
                    """
                    SELECT version || ' ' || from_status || ' > ' || to_status || ' by ' || actor
                    FROM payment_transition WHERE payment_uuid = ? ORDER BY version
                    """)
                .param(uuidOf(merchantId, "PAY_1"))
                .query(String.class)
                .list())
        .containsExactly(
            "1 created > processing by " + merchantId,
            "2 processing > succeeded by payment-service");
  }

  @Test
  void aPaymentThatRiskDeniesIsRefusedAndNothingIsTaken() {
    DOWNSTREAMS.risk(okJson("{\"decision\":\"deny\",\"level\":\"high\",\"score\":95}"));

    Api.Reply reply = merchant(merchantId).pay(newKey(), body("PAY_1"));

    assertThat(reply.status()).isEqualTo(402);
    assertThat(reply.field("code")).isEqualTo("risk_rejected");
    assertThat(DOWNSTREAMS.calls()).hasSize(1);
  }

  @Test
  void aPaymentThatRiskWantsReviewedIsAcceptedAndWaits() {
    DOWNSTREAMS.risk(okJson("{\"decision\":\"review\",\"level\":\"medium\",\"score\":50}"));

    Api.Reply reply = merchant(merchantId).pay(newKey(), body("PAY_1"));

    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.header("Location")).isEqualTo("/api/v1/payments/PAY_1");
    assertThat(reply.field("status")).isEqualTo("requires_review");
  }

  @Test
  void aPaymentThatTheWalletDeclinesFailsWithItsCode() {
    DOWNSTREAMS.deductions(
        okJson("{\"result\":\"declined\",\"decline_code\":\"insufficient_funds\"}"));

    Api.Reply reply = merchant(merchantId).pay(newKey(), body("PAY_1"));

    assertThat(reply.status()).isEqualTo(402);
    assertThat(reply.field("code")).isEqualTo("insufficient_funds");
    assertThat(merchant(merchantId).get("/api/v1/payments/PAY_1").field("decline_code"))
        .isEqualTo("insufficient_funds");
  }

  @Test
  void withoutAnAssessmentOnlyAKnownPayersSmallPaymentGoesOn() {
    DOWNSTREAMS.risk(serverError());
    Api.Reply unknown = merchant(merchantId).pay(newKey(), body("PAY_1"));
    DOWNSTREAMS.reset();
    merchant(merchantId).pay(newKey(), body("PAY_2"));
    DOWNSTREAMS.risk(okJson("<html>not what you think</html>"));
    Api.Reply known = merchant(merchantId).pay(newKey(), body("PAY_3"));
    Api.Reply large = merchant(merchantId).pay(newKey(), body("PAY_4", "50.01", "USD"));

    assertThat(unknown.status()).isEqualTo(503);
    assertThat(unknown.field("code")).isEqualTo("risk_unavailable");
    assertThat(known.status()).isEqualTo(201);
    assertThat(large.status()).isEqualTo(503);
    assertThat(
            jdbc.sql("SELECT risk_decision FROM payment WHERE merchant_id = ? AND payment_id = ?")
                .params(merchantId, "PAY_3")
                .query(String.class)
                .single())
        .isEqualTo("degraded");
  }

  @Test
  void whoeverIsRefusedAnAssessmentDoesNotGoOnWithoutOne() {
    merchant(merchantId).pay(newKey(), body("PAY_1"));
    DOWNSTREAMS.risk(unauthorized());

    Api.Reply reply = merchant(merchantId).pay(newKey(), body("PAY_2"));

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.field("code")).isEqualTo("risk_unavailable");
    assertThat(statusOf(merchantId, "PAY_2")).isEqualTo("failed");
  }

  @Test
  void aDeductionWithoutAnAnswerIsRepeatedByTheSameIdAndThenLeftOpen() {
    DOWNSTREAMS.deductions(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));

    Api.Reply reply = merchant(merchantId).pay(newKey(), body("PAY_1"));

    String deduction = "/internal/deductions/" + uuidOf(merchantId, "PAY_1") + ":deduct";
    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.field("status")).isEqualTo("processing");
    assertThat(DOWNSTREAMS.calls().subList(1, 3)).containsExactly(deduction, deduction);
    assertThat(DOWNSTREAMS.calls()).hasSize(3);
  }

  @Test
  void slowNeighboursAreAnsweredWithinTheBudgetAsProcessing() {
    DOWNSTREAMS.risk(okJson(Downstreams.ALLOW).withFixedDelay(900));
    DOWNSTREAMS.deductions(okJson(Downstreams.POSTED).withFixedDelay(1_900));
    DOWNSTREAMS.channel(okJson(Downstreams.APPROVED).withFixedDelay(2_900));
    long started = System.nanoTime();

    Api.Reply reply = merchant(merchantId).pay(newKey(), body("PAY_1"));

    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
    assertThat(reply.status()).isEqualTo(202);
    assertThat(budget(DOWNSTREAMS.requests().getLast())).isLessThan(2_000L);
  }

  @Test
  void whenTheChannelsKeepFailingPaymentsAreNoLongerSentThere() {
    DOWNSTREAMS.channel(serverError());
    for (int i = 0; i < 20; i++) {
      assertThat(merchant(merchantId).pay(newKey(), body("PAY_" + i)).status()).isEqualTo(202);
    }
    DOWNSTREAMS.reset();

    Api.Reply reply = merchant(merchantId).pay(newKey(), body("PAY_20"));

    UUID uuid = uuidOf(merchantId, "PAY_20");
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.field("code")).isEqualTo("channel_unavailable");
    assertThat(DOWNSTREAMS.calls())
        .containsExactly(
            "/internal/assessments/" + uuid + ":risk",
            "/internal/deductions/" + uuid + ":deduct",
            "/internal/reversals/" + uuid + ":reverse");
  }

  @Test
  void refusalsAreAnswersAndOpenNoBreaker() {
    DOWNSTREAMS.channel(aResponse().withStatus(409));
    for (int i = 0; i < 20; i++) {
      merchant(merchantId).pay(newKey(), body("PAY_" + i));
    }
    DOWNSTREAMS.reset();

    assertThat(merchant(merchantId).pay(newKey(), body("PAY_20")).status()).isEqualTo(201);
  }

  private JsonNode onlyEventOf(UUID uuid) {
    Map<String, Object> properties =
        new HashMap<>(KafkaTestUtils.consumerProps(kafka, UUID.randomUUID().toString(), true));
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    try (Consumer<String, String> consumer =
        new DefaultKafkaConsumerFactory<>(
                properties, new StringDeserializer(), new StringDeserializer())
            .createConsumer()) {
      consumer.subscribe(List.of("payment.events"));
      List<String> events = new ArrayList<>();
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> {
                for (ConsumerRecord<String, String> event : consumer.poll(Duration.ofMillis(200))) {
                  if (event.key().equals(uuid.toString())) {
                    events.add(event.value());
                  }
                }
                assertThat(events).hasSize(1);
              });
      return json.readTree(events.getFirst());
    }
  }
}
