package dev.florin.payment;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static com.github.tomakehurst.wiremock.client.WireMock.unauthorized;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.florin.payment.resolution.ResumeOperations;
import dev.florin.payment.resolution.ResumePayments;
import dev.florin.payment.resolution.WatchOpenPayments;
import dev.florin.payment.support.Api;
import dev.florin.payment.support.Downstreams;
import dev.florin.payment.support.PaymentServer;
import dev.florin.payment.support.Tokens;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What no machine brings to its end, and what persons do about it. */
class ParkedIT extends PaymentServer {

  private static final String UNKNOWN = "{\"channel\":\"sandbox\",\"result\":\"unknown\"}";

  /** One more run than there are pauses. */
  private static final int RUNS_UNTIL_PARKED = 7;

  private final String merchantId = newMerchant();
  private final String key = newKey();

  @Autowired private ResumePayments resume;
  @Autowired private ResumeOperations resumeOperations;
  @Autowired private WatchOpenPayments watch;
  @Autowired private MeterRegistry meters;
  @Autowired private JsonMapper json;

  @AfterEach
  void nothingIsLeftForTheNextTest() {
    jdbc.sql(
            """
            UPDATE payment SET resume_at = now() + interval '1 d' WHERE status = 'processing'
            """)
        .update();
  }

  /** the channel cannot even be asked. */
  @Test
  void aPaymentThatNobodyCanTellTheEndOfIsParkedWithOneAlertAndNothingIsGuessed() {
    double before = alerts();
    DOWNSTREAMS.channel(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    pay();
    jdbc.sql("UPDATE payment SET unknown_since = now() - interval '30 min' WHERE merchant_id = ?")
        .param(merchantId)
        .update();
    assertThat(parked()).isEmpty();

    resumeTimes(RUNS_UNTIL_PARKED + 3);
    watch.look();

    assertThat(alerts() - before).isEqualTo(1);
    assertThat(meters.get("payment.parked").gauge().value()).isGreaterThanOrEqualTo(1);
    assertThat(meters.get("payment.unknown.age").timeGauge().value(TimeUnit.MINUTES))
        .isGreaterThanOrEqualTo(30);
    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("processing");
    assertThat(DOWNSTREAMS.calls()).noneMatch(call -> call.contains("reversals"));
    JsonNode work = onlyParked();
    assertThat(work.path("id").asString()).isEqualTo(uuid().toString());
    assertThat(work.path("payment_id").asString()).isEqualTo("PAY_1");
    assertThat(work.path("amount").asString()).isEqualTo("19.99");
    assertThat(work.path("waits_for").asString()).isEqualTo("outcome");
    assertThat(work.path("attempt_id").asString()).isEqualTo(uuid() + "_1");
    assertThat(work.path("parked_at").isNull()).isFalse();
  }

  /** the compensation does not succeed. */
  @Test
  void aReversalThatCannotBePostedIsParkedAndSucceedsOnceItCan() {
    double before = alerts();
    DOWNSTREAMS.channel(unauthorized());
    DOWNSTREAMS.reversals(serverError());
    pay();

    resumeTimes(RUNS_UNTIL_PARKED + 1);

    assertThat(alerts() - before).isEqualTo(1);
    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("processing");
    assertThat(onlyParked().path("waits_for").asString()).isEqualTo("reversal");
    assertThat(onlyParked().path("attempt_id").isNull()).isTrue();
    Api.Reply resolution = resolve("not_sent", null);
    assertThat(resolution.status()).isEqualTo(409);
    assertThat(resolution.field("code")).isEqualTo("invalid_state");
    DOWNSTREAMS.reset();

    Api.Reply reply = retry("the ledger is back");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.field("status")).isEqualTo("failed");
    assertThat(DOWNSTREAMS.calls()).containsExactly("/internal/reversals/" + uuid() + ":reverse");
    assertThat(parked()).isEmpty();
    assertThat(pay().field("code")).isEqualTo("channel_unavailable");
  }

  @Test
  void anOperationWhosePausesAreUsedUpIsParkedAndTriedAgainToo() {
    pay();
    DOWNSTREAMS.channel(okJson(UNKNOWN));
    Api.Reply refund =
        merchant(merchantId)
            .post(newKey(), "/api/v1/payments/PAY_1/refunds", "{\"reason\": \"returned\"}");
    assertThat(refund.status()).isEqualTo(202);
    for (int i = 0; i < RUNS_UNTIL_PARKED; i++) {
      jdbc.sql("UPDATE payment_operation SET resume_at = now() WHERE payment_uuid = ?")
          .param(uuid())
          .update();
      resumeOperations.resumeDue();
    }
    JsonNode work = onlyParked();
    String id = work.path("id").asString();
    assertThat(work.path("kind").asString()).isEqualTo("refund");
    assertThat(work.path("attempt_id").asString()).isEqualTo(id + "_1");

    DOWNSTREAMS.channel(okJson(Downstreams.APPROVED));
    Api.Reply reply =
        operator().post("/api/v1/parked/" + id + "/retry", "{\"reason\": \"it is back\"}");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.field("amount_refunded")).isEqualTo("19.99");
    assertThat(parked()).isEmpty();
  }

  @Test
  void parkedWorkIsStillAskedAboutAndEndsByItself() {
    park();
    DOWNSTREAMS.channel(okJson(Downstreams.APPROVED));

    resumeTimes(1);

    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("succeeded");
    assertThat(parked()).isEmpty();
  }

  @Test
  void parkedWorkIsTriedAgainAtOnceWhenAnOperatorSaysSo() {
    park();

    Api.Reply still = retry("is it back?");
    DOWNSTREAMS.channel(okJson(Downstreams.APPROVED));
    Api.Reply ended = retry("it is");

    assertThat(still.status()).isEqualTo(202);
    assertThat(still.field("status")).isEqualTo("processing");
    assertThat(ended.status()).isEqualTo(200);
    assertThat(ended.field("status")).isEqualTo("succeeded");
    assertThat(pay().status()).isEqualTo(201);
    assertThat(actions()).containsExactly("retry by olga: is it back?", "retry by olga: it is");
    assertThat(retry("again").field("code")).isEqualTo("invalid_state");
  }

  @Test
  void aRetryThatLeavesThePaymentOpenRaisesNoSecondAlert() {
    park();
    double before = alerts();

    retry("once");
    retry("twice");

    assertThat(alerts() - before).isZero();
    assertThat(parked()).hasSize(1);
  }

  @Test
  void whatAnOperatorFoundIsWrittenDownAtTheChannelsAndThePaymentGoesOnWithIt() {
    park();
    resolutions(okJson(Downstreams.APPROVED));
    DOWNSTREAMS.channel(okJson(Downstreams.APPROVED));
    resolutions(okJson(Downstreams.APPROVED));

    Api.Reply reply = resolve("approved", "ch_77");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.field("status")).isEqualTo("succeeded");
    JsonNode finding =
        json.readTree(
            DOWNSTREAMS.requests().stream()
                .filter(request -> request.getUrl().endsWith("_1/resolution"))
                .findFirst()
                .orElseThrow()
                .getBodyAsString());
    assertThat(finding.path("result").asString()).isEqualTo("approved");
    assertThat(finding.path("transaction_id").asString()).isEqualTo("ch_77");
    assertThat(finding.path("actor").asString()).isEqualTo("olga");
    assertThat(finding.path("reason").asString()).isEqualTo("seen in their book");
    assertThat(actions()).containsExactly("resolve by olga: seen in their book");
    assertThat(
            jdbc.sql("SELECT detail ->> 'result' FROM operator_action WHERE about = ?")
                .param(uuid())
                .query(String.class)
                .single())
        .isEqualTo("approved");
  }

  @Test
  void aFindingThatNothingWasChargedGivesTheMoneyBack() {
    park();
    DOWNSTREAMS.channel(okJson("{\"channel\": \"sandbox\", \"result\": \"not_sent\"}"));
    resolutions(okJson("{\"channel\": \"sandbox\", \"result\": \"not_sent\"}"));

    Api.Reply reply = resolve("not_sent", null);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.field("status")).isEqualTo("failed");
    assertThat(DOWNSTREAMS.calls()).last().asString().contains("reversals");
  }

  @Test
  void aFindingThatTheChannelsContradictChangesNothing() {
    park();
    resolutions(aResponse().withStatus(409));

    Api.Reply reply = resolve("approved", "ch_77");

    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.field("code")).isEqualTo("attempt_final");
    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("processing");
    assertThat(parked()).hasSize(1);
  }

  @Test
  void aFindingWithoutAnAnswerIsToBeSentAgainAndGuessesNothing() {
    park();
    resolutions(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));

    Api.Reply reply = resolve("declined", null);

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.field("code")).isEqualTo("resolution_unanswered");
    assertThat(reply.json().path("retryable").asBoolean()).isTrue();
    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("processing");
    assertThat(DOWNSTREAMS.calls()).noneMatch(call -> call.contains("reversals"));
  }

  @Test
  void onlyOperatorsSeeParkedWorkAndActOnIt() {
    park();
    String path = "/api/v1/parked/" + uuid();
    List<Api> others =
        List.of(
            merchant(merchantId),
            with(Tokens.merchant(merchantId, "ops")),
            with(Tokens.user(merchantId, "USER_1")));

    assertThat(others)
        .allSatisfy(
            other -> {
              assertThat(other.get("/api/v1/parked").status()).isEqualTo(403);
              assertThat(other.post(path + "/retry", "{\"reason\": \"mine\"}").status())
                  .isEqualTo(403);
              assertThat(
                      other
                          .post(
                              path + "/resolution",
                              "{\"result\": \"approved\", \"reason\": \"mine\"}")
                          .status())
                  .isEqualTo(403);
            });
    assertThat(actions()).isEmpty();
  }

  @Test
  void whatIsNotParkedIsNotTouched() {
    DOWNSTREAMS.channel(okJson(UNKNOWN));
    pay();

    assertThat(retry("now").status()).isEqualTo(409);
    assertThat(resolve("approved", "ch_1").status()).isEqualTo(409);
    String stranger = "/api/v1/parked/" + UUID.randomUUID();
    assertThat(operator().post(stranger + "/retry", "{\"reason\": \"hm\"}").status())
        .isEqualTo(404);
    assertThat(operator().post("/api/v1/parked/PAY_1/retry", "{\"reason\": \"hm\"}").status())
        .isEqualTo(404);
    assertThat(
            operator().post("/api/v1/parked/" + uuid() + "/retry", "{\"reason\": \" \"}").status())
        .isEqualTo(400);
    assertThat(actions()).isEmpty();
  }

  @Test
  void theListIsPagedFromTheNewest() {
    park();
    for (String name : List.of("PAY_2", "PAY_3")) {
      merchant(merchantId).pay(newKey(), body(name));
    }
    jdbc.sql("UPDATE payment SET parked_at = now() WHERE merchant_id = ?")
        .param(merchantId)
        .update();

    Api.Reply first = operator().get("/api/v1/parked?limit=2");
    String last = first.json().path("data").path(1).path("id").asString();
    Api.Reply second = operator().get("/api/v1/parked?limit=1&starting_after=" + last);

    assertThat(first.json().path("data").path(0).path("payment_id").asString()).isEqualTo("PAY_3");
    assertThat(first.json().path("data").path(1).path("payment_id").asString()).isEqualTo("PAY_2");
    assertThat(first.json().path("has_more").asBoolean()).isTrue();
    assertThat(second.json().path("data").path(0).path("payment_id").asString()).isEqualTo("PAY_1");
    assertThat(operator().get("/api/v1/parked?limit=0").status()).isEqualTo(400);
    assertThat(operator().get("/api/v1/parked?starting_after=x").status()).isEqualTo(400);
  }

  @Test
  void whatOperatorsDidCannotBeTakenBack() {
    park();
    retry("is it back?");

    assertThatThrownBy(() -> jdbc.sql("DELETE FROM operator_action").update())
        .isInstanceOf(DataAccessException.class)
        .hasMessageContaining("append-only");
    assertThatThrownBy(() -> jdbc.sql("UPDATE operator_action SET reason = 'none'").update())
        .isInstanceOf(DataAccessException.class);
    assertThat(actions()).hasSize(1);
  }

  private void park() {
    DOWNSTREAMS.channel(okJson(UNKNOWN));
    pay();
    resumeTimes(RUNS_UNTIL_PARKED);
    assertThat(parked()).hasSize(1);
  }

  private Api.Reply pay() {
    return merchant(merchantId).pay(key, body("PAY_1"));
  }

  private void resumeTimes(int times) {
    for (int i = 0; i < times; i++) {
      jdbc.sql(
              "UPDATE payment SET resume_at = now() WHERE merchant_id = ? AND status = 'processing'")
          .param(merchantId)
          .update();
      resume.resumeDue();
    }
  }

  private static void resolutions(ResponseDefinitionBuilder response) {
    DOWNSTREAMS
        .server()
        .stubFor(put(urlPathMatching("/internal/attempts/.*/resolution")).willReturn(response));
  }

  private Api.Reply retry(String reason) {
    return operator()
        .post("/api/v1/parked/" + uuid() + "/retry", "{\"reason\": \"%s\"}".formatted(reason));
  }

  private Api.Reply resolve(String result, @Nullable String transactionId) {
    return operator()
        .post(
            "/api/v1/parked/" + uuid() + "/resolution",
            "{\"result\": \"%s\", \"transaction_id\": %s, \"reason\": \"seen in their book\"}"
                .formatted(result, transactionId == null ? "null" : '"' + transactionId + '"'));
  }

  private List<JsonNode> parked() {
    return operator()
        .get("/api/v1/parked?limit=100")
        .json()
        .path("data")
        .valueStream()
        .filter(work -> work.path("merchant_id").asString().equals(merchantId))
        .toList();
  }

  private JsonNode onlyParked() {
    assertThat(parked()).hasSize(1);
    return parked().getFirst();
  }

  private List<@Nullable String> actions() {
    return jdbc.sql(
            """
            SELECT action || ' by ' || actor || ': ' || reason FROM operator_action
            WHERE about = ? ORDER BY uuid
            """)
        .param(uuid())
        .query(String.class)
        .list();
  }

  private UUID uuid() {
    return uuidOf(merchantId, "PAY_1");
  }

  private double alerts() {
    Counter counter = meters.find("payment_errors_total").tag("step", "payment.process").counter();
    return counter == null ? 0 : counter.count();
  }
}
