package dev.florin.payment;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.florin.payment.support.Api;
import dev.florin.payment.support.Downstreams;
import dev.florin.payment.support.PaymentServer;
import dev.florin.payment.support.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A payment's story, told from this service's rows and what its neighbours answer. */
class TimelineIT extends PaymentServer {

  private static final String PAYMENTS = "/api/v1/payments/";
  private static final String TRACES = "/api/v1/traces/";

  private final String merchantId = newMerchant();

  @Test
  void aPaymentThatSucceededIsToldFromAcceptanceToNotification() {
    merchant(merchantId).pay(newKey(), body("PAY_1"));
    UUID uuid = uuidOf(merchantId, "PAY_1");
    everybodyTells(uuid);

    JsonNode story = story("PAY_1");

    assertThat(whats(story))
        .containsSubsequence(
            "payment.accepted",
            "risk.allow",
            "ledger.deduction",
            "channel.sent",
            "channel.approved",
            "notification.delivered")
        .containsSubsequence(
            "payment.accepted", "payment.succeeded", "event.written", "notification.delivered");
    assertThat(texts(story))
        .contains(
            "The payment was accepted: 19.99 USD by credit card for user USER_1",
            "Risk allowed the payment: score 12, low",
            "Deduction: 19.99 USD moved from the wallet of USER_1 to in_transit",
            "sandbox approved the charge (ch_1)",
            "The merchant was told payment.succeeded");
    assertThat(story.at("/decided_by/step").asString()).isEqualTo("channel");
    assertThat(story.at("/decided_by/text").asString())
        .isEqualTo("sandbox approved the payment (ch_1)");
    assertThat(story.path("duration_ms").asLong(-1)).isNotNegative();
    assertThat(story.path("incomplete")).isEmpty();
    assertThat(entry(story, "channel.approved").path("duration_ms").asLong()).isEqualTo(40);
  }

  @Test
  void entriesAreInTheOrderOfTime() {
    merchant(merchantId).pay(newKey(), body("PAY_1"));
    everybodyTells(uuidOf(merchantId, "PAY_1"));

    List<Instant> times = story("PAY_1").path("entries").valueStream().map(it -> at(it)).toList();

    assertThat(times).isSorted().hasSizeGreaterThan(6);
  }

  @Test
  void aDeclinedPaymentNamesTheChannelAsTheOneThatDecided() {
    DOWNSTREAMS.channel(okJson(Downstreams.DECLINED));
    merchant(merchantId).pay(newKey(), body("PAY_1"));

    JsonNode story = story("PAY_1");

    assertThat(story.path("status").asString()).isEqualTo("failed");
    assertThat(story.at("/decided_by/step").asString()).isEqualTo("channel");
    assertThat(story.at("/decided_by/text").asString())
        .isEqualTo("The payment was declined by the channel (expired card)");
    assertThat(entry(story, "payment.failed").at("/details/reason").asString())
        .isEqualTo("card_declined");
  }

  @Test
  void aPaymentThatRiskRefusedNamesRiskAndItsRules() {
    DOWNSTREAMS.risk(okJson("{\"decision\":\"deny\",\"level\":\"high\",\"score\":95}"));
    merchant(merchantId).pay(newKey(), body("PAY_1"));
    risk(okJson(assessment("deny", "high", 95, "[{\"rule\":\"blocked_user\",\"version\":3}]")));

    JsonNode story = story("PAY_1");

    assertThat(story.at("/decided_by/step").asString()).isEqualTo("risk");
    assertThat(story.at("/decided_by/text").asString())
        .isEqualTo("Risk refused the payment: score 95, high (blocked_user)");
    assertThat(entry(story, "risk.deny").at("/details/matched_rules/0/version").asInt())
        .isEqualTo(3);
  }

  @Test
  void aPaymentWhoseOutcomeIsUnknownSaysThatNothingHasDecided() {
    DOWNSTREAMS.channel(serverError());
    merchant(merchantId).pay(newKey(), body("PAY_1"));
    UUID uuid = uuidOf(merchantId, "PAY_1");
    attempts(okJson(attempts(uuid, "unknown", "\"message\":\"no answer\"")));

    JsonNode story = story("PAY_1");

    assertThat(story.path("status").asString()).isEqualTo("processing");
    assertThat(story.path("duration_ms").isNull()).isTrue();
    assertThat(story.at("/decided_by/step").asString()).isEqualTo("none");
    assertThat(story.at("/decided_by/text").asString())
        .startsWith("It is not known what sandbox did with the charge");
  }

  @Test
  void neighboursThatDoNotAnswerAreNamedAndTheRestIsTold() {
    merchant(merchantId).pay(newKey(), body("PAY_1"));
    everybodyTells(uuidOf(merchantId, "PAY_1"));
    risk(serverError());
    attempts(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));

    JsonNode story = story("PAY_1");

    assertThat(story.path("incomplete").valueStream().map(JsonNode::asString))
        .containsExactly("risk-service", "channel-service");
    assertThat(whats(story)).contains("payment.accepted", "ledger.deduction", "payment.succeeded");
    assertThat(story.at("/decided_by/text").asString())
        .isEqualTo("sandbox approved the payment (ch_1)");
  }

  @Test
  void allNeighboursAreAskedAtOnceAndNoneIsWaitedForTooLong() {
    merchant(merchantId).pay(newKey(), body("PAY_1"));
    ResponseDefinitionBuilder late = aResponse().withFixedDelay(8_000);
    risk(late);
    ledger(late);
    attempts(late);
    notifications(late);

    long before = System.nanoTime();
    JsonNode story = story("PAY_1");

    assertThat(story.path("incomplete")).hasSize(4);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(4));
  }

  @Test
  void onlyWhoMaySeeThePaymentIsToldItsStory() {
    merchant(merchantId).pay(newKey(), body("PAY_1"));
    String path = PAYMENTS + "PAY_1/timeline";

    assertThat(merchant(newMerchant()).get(path).status()).isEqualTo(404);
    assertThat(with(Tokens.user(merchantId, "USER_2")).get(path).status()).isEqualTo(404);
    assertThat(with(Tokens.user(merchantId, "USER_1")).get(path).status()).isEqualTo(200);
    assertThat(with(Tokens.merchant(merchantId, "payments:write")).get(path).status())
        .isEqualTo(403);
  }

  @Test
  void aPayerIsNotToldTheRiskRulesNorWhoDecidedAndWhy() {
    String traceId = aPaymentThatOlgaReviewed("decline");

    Api.Reply told = payer().get(PAYMENTS + "PAY_1/timeline");
    Api.Reply trace = payer().get(TRACES + traceId);
    JsonNode story = told.json();

    for (String secret : List.of("olga", "looks stolen", "amount_review", "score", "level")) {
      assertThat(told.text()).doesNotContain(secret);
      assertThat(trace.text()).doesNotContain(secret);
    }
    assertThat(texts(story)).contains("Risk asks for a person's decision");
    assertThat(entry(story, "risk.review").path("details").propertyNames())
        .containsExactly("decision");
    assertThat(entry(story, "payment.failed").at("/details/reason").asString())
        .isEqualTo("declined");
    assertThat(entry(story, "payment.failed").at("/details").has("actor")).isFalse();
    assertThat(entry(story, "payment.accepted").at("/details/actor").asString())
        .isEqualTo(merchantId);
    assertThat(story.at("/decided_by/step").asString()).isEqualTo("review");
    assertThat(trace.json().at("/moves/0/reason").asString()).isEqualTo("declined");
    assertThat(trace.json().at("/moves/0").has("actor")).isFalse();
  }

  @Test
  void aPayerWhosePaymentWasApprovedIsNotToldByWhomAndWhy() {
    String traceId = aPaymentThatOlgaReviewed("approve");

    Api.Reply told = payer().get(PAYMENTS + "PAY_1/timeline");
    Api.Reply trace = payer().get(TRACES + traceId);

    assertThat(told.text()).doesNotContain("olga").doesNotContain("looks stolen");
    assertThat(trace.text()).doesNotContain("olga").doesNotContain("looks stolen");
    assertThat(texts(told.json())).contains("The payment became processing: approved");
    assertThat(entry(told.json(), "payment.succeeded").at("/details/actor").asString())
        .isEqualTo("payment-service");
  }

  @Test
  void aPayerWhomRiskRefusedIsToldThatItDidAndNoMore() {
    DOWNSTREAMS.risk(okJson("{\"decision\":\"deny\",\"level\":\"high\",\"score\":95}"));
    merchant(merchantId).pay(newKey(), body("PAY_1"));
    risk(okJson(assessment("deny", "high", 95, "[{\"rule\":\"blocked_user\",\"version\":3}]")));

    Api.Reply told = payer().get(PAYMENTS + "PAY_1/timeline");

    assertThat(told.json().at("/decided_by/step").asString()).isEqualTo("risk");
    assertThat(told.json().at("/decided_by/text").asString()).isEqualTo("Risk refused the payment");
    assertThat(entry(told.json(), "risk.deny").path("text").asString())
        .isEqualTo("Risk refused the payment");
    assertThat(told.text()).doesNotContain("blocked_user").doesNotContain("score");
  }

  @Test
  void aMerchantIsToldTheRiskRulesAndWhoDecidedAndWhy() {
    String traceId = aPaymentThatOlgaReviewed("decline");

    JsonNode story = story("PAY_1");
    JsonNode trace = merchant(merchantId).get(TRACES + traceId).json();

    assertThat(texts(story))
        .contains("Risk asks for a person's decision: score 50, medium (amount_review)");
    assertThat(entry(story, "risk.review").at("/details/score").asInt()).isEqualTo(50);
    assertThat(entry(story, "payment.failed").at("/details/reason").asString())
        .isEqualTo("declined: looks stolen");
    assertThat(entry(story, "payment.failed").at("/details/actor").asString()).isEqualTo("olga");
    assertThat(trace.at("/moves/0/reason").asString()).isEqualTo("declined: looks stolen");
    assertThat(trace.at("/moves/0/actor").asString()).isEqualTo("olga");
  }

  @Test
  void theLedgerIsAskedForManyOperationsInPartsAndNothingIsMissingOrToldTwice() {
    merchant(merchantId).pay(newKey(), body("PAY_1"));
    UUID uuid = uuidOf(merchantId, "PAY_1");
    everybodyTells(uuid);
    List<String> refunds = refunded(uuid, 250);
    String last = refunds.getLast();
    DOWNSTREAMS
        .server()
        .stubFor(
            get(urlPathEqualTo("/internal/transfers"))
                .withQueryParam("operation_uuid", equalTo(last))
                .willReturn(okJson(deductionAnd(uuid, last))));

    JsonNode story = story("PAY_1");

    assertThat(story.path("incomplete")).isEmpty();
    assertThat(whats(story)).filteredOn("refund.succeeded"::equals).hasSize(250);
    assertThat(whats(story)).containsOnlyOnce("ledger.deduction", "ledger.refund");
    List<List<String>> asked =
        DOWNSTREAMS
            .server()
            .findAll(getRequestedFor(urlPathEqualTo("/internal/transfers")))
            .stream()
            .map(request -> request.queryParameter("operation_uuid").values())
            .toList();
    assertThat(asked).extracting(List::size).containsExactlyInAnyOrder(100, 100, 50);
    assertThat(asked.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(refunds);
  }

  @Test
  void aLedgerThatIsSilentOnOnePartOfTheOperationsIsNamed() {
    merchant(merchantId).pay(newKey(), body("PAY_1"));
    UUID uuid = uuidOf(merchantId, "PAY_1");
    everybodyTells(uuid);
    DOWNSTREAMS
        .server()
        .stubFor(
            get(urlPathEqualTo("/internal/transfers"))
                .withQueryParam("operation_uuid", equalTo(refunded(uuid, 101).getLast()))
                .willReturn(serverError()));

    assertThat(story("PAY_1").path("incomplete").valueStream().map(JsonNode::asString))
        .containsExactly("account-service");
  }

  @Test
  void aRefundIsToldWithItsEndAndAsksTheLedgerForItsOwnTransfers() {
    merchant(merchantId).pay(newKey(), body("PAY_1"));
    Api.Reply refund =
        merchant(merchantId)
            .post(
                newKey(), PAYMENTS + "PAY_1/refunds", "{\"amount\":\"5.00\",\"reason\":\"late\"}");
    assertThat(refund.status()).as(refund.text()).isEqualTo(201);

    JsonNode story = story("PAY_1");

    assertThat(whats(story))
        .containsSubsequence("payment.succeeded", "refund.pending", "refund.succeeded");
    assertThat(entry(story, "refund.succeeded").at("/details/operation_id").asString())
        .isEqualTo(refund.field("refund_id"));
    String uuid = refund.field("refund_id").replace("re_", "");
    DOWNSTREAMS
        .server()
        .verify(
            getRequestedFor(urlPathEqualTo("/internal/transfers"))
                .withQueryParam("operation_uuid", equalTo(uuid)));
    JsonNode trace =
        merchant(merchantId)
            .get(TRACES + entry(story, "refund.pending").path("trace_id").asString())
            .json();
    assertThat(trace.at("/operations/0/status").asString()).isEqualTo("succeeded");
    assertThat(trace.at("/payments/0/payment_id").asString()).isEqualTo("PAY_1");
  }

  @Test
  void aTraceShowsWhatItDidToTheCallersMoney() {
    String traceId = merchant(merchantId).pay(newKey(), body("PAY_1")).field("trace_id");
    UUID uuid = uuidOf(merchantId, "PAY_1");
    everybodyTells(uuid);

    JsonNode trace = merchant(merchantId).get(TRACES + traceId).json();

    assertThat(trace.at("/payments/0/payment_id").asString()).isEqualTo("PAY_1");
    assertThat(trace.path("moves").valueStream().map(it -> it.path("to").asString()))
        .containsExactly("processing", "succeeded");
    assertThat(trace.path("transfers")).hasSize(1);
    assertThat(trace.path("attempts")).hasSize(1);
    assertThat(trace.path("incomplete")).isEmpty();
  }

  @Test
  void aTraceShowsNothingOfOtherMerchants() {
    String traceId = merchant(merchantId).pay(newKey(), body("PAY_1")).field("trace_id");
    everybodyTells(uuidOf(merchantId, "PAY_1"));

    JsonNode trace = merchant(newMerchant()).get(TRACES + traceId).json();
    JsonNode otherUser = with(Tokens.user(merchantId, "USER_2")).get(TRACES + traceId).json();
    JsonNode user = with(Tokens.user(merchantId, "USER_1")).get(TRACES + traceId).json();

    for (String part : List.of("payments", "moves", "transfers", "holds", "attempts")) {
      assertThat(trace.path(part)).as(part).isEmpty();
      assertThat(otherUser.path(part)).as(part).isEmpty();
    }
    assertThat(user.path("transfers")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "ABCDEFABCDEFABCDEFABCDEFABCDEFAB"})
  void aTraceIdThatIsNoneIsRefusedByName(String traceId) {
    Api.Reply reply = merchant(merchantId).get(TRACES + traceId);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.field("param")).isEqualTo("trace_id");
  }

  private JsonNode story(String paymentId) {
    Api.Reply reply = merchant(merchantId).get(PAYMENTS + paymentId + "/timeline");
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }

  private Api payer() {
    return with(Tokens.user(merchantId, "USER_1"));
  }

  /**
   * Somebody decides on a payment, with a reason that its payer is not to know.
   *
   * @return the trace of the decision
   */
  private String aPaymentThatOlgaReviewed(String decision) {
    DOWNSTREAMS.risk(okJson("{\"decision\":\"review\",\"level\":\"medium\",\"score\":50}"));
    merchant(merchantId).pay(newKey(), body("PAY_1"));
    risk(
        okJson(assessment("review", "medium", 50, "[{\"rule\":\"amount_review\",\"version\":1}]")));
    Api.Reply decided =
        with(Tokens.clerk(merchantId, "olga")).review(newKey(), "PAY_1", decision, "looks stolen");
    assertThat(decided.status()).as(decided.text()).isEqualTo(200);
    return jdbc.sql(
            """
            SELECT trace_id FROM payment_transition
            WHERE payment_uuid = ? AND from_status = 'requires_review'
            """)
        .param(uuidOf(merchantId, "PAY_1"))
        .query(String.class)
        .single();
  }

  /** As if the payment had been refunded so often. */
  private List<String> refunded(UUID uuid, int times) {
    return jdbc
        .sql(
            """
            INSERT INTO payment_operation
              (uuid, payment_uuid, kind, amount, parts, status, leased, requested_by)
            SELECT gen_random_uuid(), :payment, 'refund', 1, '[]', 'succeeded', false, :merchant
            FROM generate_series(1, :times)
            RETURNING uuid
            """)
        .param("payment", uuid)
        .param("merchant", merchantId)
        .param("times", times)
        .query((row, _) -> row.getString("uuid"))
        .list()
        .stream()
        .sorted()
        .toList();
  }

  private String deduction(UUID uuid) {
    return """
    {"transfer_id":"%s:deduct","kind":"deduction","result":"posted",
     "merchant_id":"%s","postings":[
       {"direction":"debit","account":"wallet","user_id":"USER_1","amount":"19.99",
        "currency":"USD"},
       {"direction":"credit","account":"in_transit","amount":"19.99","currency":"USD"}],
     "created_at":"%s"}
    """
        .formatted(uuid, merchantId, during(uuid, 2));
  }

  private String deductionAnd(UUID uuid, String refund) {
    return """
    {"transfers":[%s,{"transfer_id":"%s:refund","kind":"refund","result":"posted",
     "merchant_id":"%s","postings":[
       {"direction":"debit","account":"channel_payable:sandbox","amount":"0.01","currency":"USD"},
       {"direction":"credit","account":"wallet","user_id":"USER_1","amount":"0.01",
        "currency":"USD"}],
     "created_at":"%s"}],"holds":[]}
    """
        .formatted(deduction(uuid), refund, merchantId, during(uuid, 50));
  }

  private void everybodyTells(UUID uuid) {
    risk(okJson(assessment("allow", "low", 12, "[]")));
    ledger(okJson("{\"transfers\":[%s],\"holds\":[]}".formatted(deduction(uuid))));
    attempts(okJson(attempts(uuid, "approved", "\"transaction_id\":\"ch_1\"")));
    notifications(
        okJson(
            """
            {"notifications":[{"event_id":"%s","type":"payment.succeeded","status":"succeeded",
             "created_at":"%s","delivered_at":"%s"}]}
            """
                .formatted(UUID.randomUUID(), during(uuid, 60_000), during(uuid, 60_001))));
  }

  private String assessment(String decision, String level, int score, String rules) {
    return """
    {"decision":"%s","level":"%s","score":%d,"matched_rules":%s,"created_at":"%s"}
    """
        .formatted(decision, level, score, rules, during(uuidOf(merchantId, "PAY_1"), 1));
  }

  private String attempts(UUID uuid, String result, String more) {
    return """
    {"attempts":[{"attempt_id":"%s_1","payment_uuid":"%s","merchant_id":"%s",
     "channel":"sandbox","operation":"charge","status":"%s","result":"%s",%s,
     "amount":"19.99","currency":"USD","sent_at":"%s","created_at":"%s","updated_at":"%s"}]}
    """
        .formatted(
            uuid,
            uuid,
            merchantId,
            result,
            result,
            more,
            during(uuid, 3),
            during(uuid, 3),
            during(uuid, 43));
  }

  /** That long after the payment was accepted. */
  private Instant during(UUID uuid, int millis) {
    return jdbc.sql("SELECT created_at FROM payment WHERE uuid = ?")
        .param(uuid)
        .query(java.time.OffsetDateTime.class)
        .single()
        .toInstant()
        .plusMillis(millis);
  }

  private static void risk(ResponseDefinitionBuilder answer) {
    DOWNSTREAMS
        .server()
        .stubFor(get(urlPathMatching("/internal/assessments/.*")).willReturn(answer));
  }

  private static void ledger(ResponseDefinitionBuilder answer) {
    stub("transfers", answer);
  }

  private static void attempts(ResponseDefinitionBuilder answer) {
    stub("attempts", answer);
  }

  private static void notifications(ResponseDefinitionBuilder answer) {
    stub("notifications", answer);
  }

  private static void stub(String what, ResponseDefinitionBuilder answer) {
    DOWNSTREAMS.server().stubFor(get(urlPathEqualTo("/internal/" + what)).willReturn(answer));
  }

  private static List<String> whats(JsonNode story) {
    return story.path("entries").valueStream().map(it -> it.path("what").asString()).toList();
  }

  private static List<String> texts(JsonNode story) {
    return story.path("entries").valueStream().map(it -> it.path("text").asString()).toList();
  }

  private static JsonNode entry(JsonNode story, String what) {
    return story
        .path("entries")
        .valueStream()
        .filter(it -> it.path("what").asString().equals(what))
        .findFirst()
        .orElseThrow();
  }

  private static Instant at(JsonNode entry) {
    return Instant.parse(entry.path("at").asString());
  }
}
