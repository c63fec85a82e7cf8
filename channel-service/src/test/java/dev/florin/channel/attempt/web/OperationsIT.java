package dev.florin.channel.attempt.web;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.channel.ChannelIntegration;
import dev.florin.channel.attempt.web.AttemptCalls.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;

class OperationsIT extends ChannelIntegration {

  private final AttemptCalls calls;
  private final JdbcClient jdbc;
  private final String payment = UUID.randomUUID().toString();
  private final String own = UUID.randomUUID() + "_1";

  @Autowired
  OperationsIT(MockMvc mvc, JdbcClient jdbc) {
    this.calls = new AttemptCalls(mvc);
    this.jdbc = jdbc;
  }

  @BeforeEach
  void theProviderApproves() {
    whenCharging(approval());
    for (String kind : List.of("capture", "void", "refund")) {
      whenFollowing(kind, approval());
    }
  }

  @Test
  void anAuthorisationReservesAndItsCaptureNamesIt() throws Exception {
    assertThat(authorise().field("result")).isEqualTo("approved");

    assertThat(calls.operate(own, payment, "capture", payment + "_1", "5.00").field("result"))
        .isEqualTo("approved");

    PROVIDER.verify(
        1,
        postRequestedFor(urlEqualTo("/v1/charges"))
            .withRequestBody(equalToJson("{\"capture\":false}", true, true)));
    PROVIDER.verify(
        1,
        postRequestedFor(urlEqualTo("/v1/captures"))
            .withRequestBody(
                equalToJson(
                    """
                    {"reference":"%s","of_reference":"%s_1","amount":500,"currency":"USD"}"""
                        .formatted(own, payment))));
  }

  @ParameterizedTest
  @CsvSource({
    "charge, capture",
    "charge, void",
    "authorise, refund",
  })
  void whatDoesNotFollowIsRefusedAndNotSent(String first, String second) throws Exception {
    calls.operate(payment + "_1", payment, first, "", "19.99");
    String id = second.equals("void") ? payment + "_void" : own;

    Answer answer = calls.operate(id, payment, second, payment + "_1", "1.00");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.field("code")).isEqualTo("operation_not_applicable");
    assertThat(chargesSent()).isEqualTo(1);
    assertThat(calls.call("GET", "/internal/attempts/" + id, "").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"charge", "authorise"})
  void whatWaitsForItsPayerIsVoidedAndThenAskedFor(String operation) throws Exception {
    String waits = ",\"next_action\":{\"type\":\"redirect\",\"url\":\"https://bank.test/1\"}";
    whenCharging(told(payment + "_1", "requires_action", "1999", waits));
    calls.operate(payment + "_1", payment, operation, "", "19.99");

    Answer ended = calls.operate(payment + "_void", payment, "void", payment + "_1", "19.99");
    whenAsked(
        told(payment + "_1", "declined", "1999", ",\"decline_code\":\"canceled\"").withStatus(200));
    Answer charge = calls.operate(payment + "_1", payment, operation, "", "19.99");

    assertThat(ended.field("result")).isEqualTo("approved");
    assertThat(charge.field("result")).isEqualTo("declined");
    assertThat(charge.field("decline_code")).isEqualTo("canceled");
  }

  @ParameterizedTest
  @ValueSource(strings = {"unknown", "declined", "pending", "not_sent"})
  void onlyAnApprovedChargeIsRefunded(String status) throws Exception {
    whenCharging(
        switch (status) {
          case "declined", "pending" -> told(payment + "_1", status, "1999", "");
          case "not_sent" -> refusal();
          default -> aResponse().withStatus(500);
        });
    assertThat(calls.pay(payment).field("result")).isEqualTo(status);

    assertThat(calls.operate(own, payment, "refund", payment + "_1", "1.00").status())
        .isEqualTo(422);
  }

  @Test
  void aChargeOfAnotherPaymentOrCurrencyIsNotRefunded() throws Exception {
    calls.pay(payment);

    assertThat(
            calls
                .operate(own, UUID.randomUUID().toString(), "refund", payment + "_1", "1")
                .status())
        .isEqualTo(422);
    assertThat(
            calls
                .call(
                    "PUT",
                    "/internal/attempts/" + own,
                    """
                    {"payment_uuid":"%s","merchant_id":"demo","amount":"1","currency":"EUR",
                    "payment_method":"credit_card","operation":"refund","of_attempt":"%s_1"}"""
                        .formatted(payment, payment))
                .status())
        .isEqualTo(422);
  }

  @Test
  void aChargeThatWasApprovedLateIsRefunded() throws Exception {
    whenCharging(refusal());
    assertThat(calls.pay(payment).field("result")).isEqualTo("not_sent");
    jdbc.sql(
            """
            insert into late_outcome (attempt_id, transaction_id, status, was)
            values (?, 'ch_late', 'approved', 'not_sent')
            """)
        .param(payment + "_1")
        .update();

    assertThat(calls.operate(own, payment, "refund", payment + "_1", "19.99").field("result"))
        .isEqualTo("approved");
  }

  @Test
  void twentyRefundsOfOneIdAtOnceAreOneRefund() throws Exception {
    calls.pay(payment);
    whenFollowing("refund", approval().withFixedDelay(200));
    int before = chargesSent();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> running = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        running.add(
            threads.submit(() -> calls.operate(own, payment, "refund", payment + "_1", "5.00")));
      }
      for (Future<Answer> answer : running) {
        assertThat(answer.get().field("result")).isIn("approved", "unknown");
      }
    }

    assertThat(chargesSent() - before).isEqualTo(1);
    assertThat(calls.operate(own, payment, "refund", payment + "_1", "5.00").field("result"))
        .isEqualTo("approved");
  }

  @Test
  void aRefundWithoutAnswerIsAskedForAndNeverSentAgain() throws Exception {
    calls.pay(payment);
    whenFollowing("refund", aResponse().withStatus(500));
    assertThat(refund().field("result")).isEqualTo("unknown");
    whenAskedFor("refund", notFound());
    assertThat(refund().field("result")).as("within the window").isEqualTo("unknown");
    int sent = chargesSent();

    whenAskedFor("refund", told(own, "approved", "500", "").withStatus(200));

    assertThat(refund().field("result")).isEqualTo("approved");
    assertThat(chargesSent()).isEqualTo(sent);
  }

  @Test
  void aRefundThatNeverArrivedIsNotSentForGoodAfterTheWindow() throws Exception {
    calls.pay(payment);
    whenFollowing("refund", aResponse().withStatus(500));
    refund();
    whenAskedFor("refund", notFound());
    whenClosing(closed(true));
    jdbc.sql("update attempt set sent_at = sent_at - interval '16 seconds' where id = ?")
        .param(own)
        .update();

    assertThat(refund().field("result")).isEqualTo("not_sent");
    whenFollowing("refund", approval());
    assertThat(refund().field("result")).isEqualTo("not_sent");
  }

  @Test
  void anOperationLeftByACrashIsAskedForAndNotSentAgain() throws Exception {
    authorise();
    jdbc.sql(
            """
            insert into attempt (id, operation, of_attempt, payment_uuid, merchant_id, channel,
                amount, currency, payment_method, lease_until)
            values (:id, 'void', :of, :payment::uuid, 'demo', 'sandbox', 1999, 'USD', 'credit_card',
                clock_timestamp() - interval '1 second')
            """)
        .param("id", payment + "_void")
        .param("of", payment + "_1")
        .param("payment", payment)
        .update();
    int sent = chargesSent();
    whenAskedFor("void", told(payment + "_void", "approved", "1999", "").withStatus(200));

    Answer answer = calls.operate(payment + "_void", payment, "void", payment + "_1", "19.99");

    assertThat(answer.field("result")).isEqualTo("approved");
    assertThat(chargesSent()).isEqualTo(sent);
  }

  @Test
  void aVoidThatWasNotSentIsTriedAgainUnderTheNextId() throws Exception {
    authorise();
    whenFollowing("void", refusal());
    String first = payment + "_void";
    assertThat(calls.operate(first, payment, "void", payment + "_1", "19.99").field("result"))
        .isEqualTo("not_sent");
    whenFollowing("void", approval());

    Answer second = calls.operate(first + "_2", payment, "void", payment + "_1", "19.99");

    assertThat(second.field("result")).isEqualTo("approved");
  }

  @Test
  void aRefundMayBeOfAsManyAttemptsAsItTakes() throws Exception {
    calls.pay(payment);
    String last = own.replace("_1", "_100000");

    assertThat(calls.operate(last, payment, "refund", payment + "_1", "5.00").field("result"))
        .isEqualTo("approved");
  }

  @Test
  void theIdBelongsToItsOperationAndToWhatItFollows() throws Exception {
    calls.pay(payment);
    refund();

    assertThat(calls.operate(own, payment, "refund", payment + "_2", "5.00").status())
        .isEqualTo(409);
    assertThat(calls.operate(own, payment, "capture", payment + "_1", "5.00").status())
        .isEqualTo(409);
    assertThat(calls.operate(own, payment, "refund", payment + "_1", "5.01").status())
        .isEqualTo(409);
  }

  @ParameterizedTest
  @CsvSource({"void, _1", "charge, _void", "refund, _void", "pay, _1"})
  void anIdThatDoesNotFitItsOperationIsRefused(String operation, String suffix) throws Exception {
    String of = operation.equals("charge") ? "" : payment + "_1";

    assertThat(calls.operate(payment + suffix, payment, operation, of, "1.00").status())
        .isEqualTo(400);
  }

  @Test
  void aPayerWhoMustConfirmIsSentThereUntilTheProviderDecides() throws Exception {
    whenCharging(
        told(
            payment + "_1",
            "requires_action",
            "1999",
            ",\"next_action\":{\"type\":\"redirect\",\"url\":\"https://bank.test/1\"}"));

    Answer first = calls.pay(payment);
    Answer silent = calls.pay(payment);
    whenAsked(told(payment + "_1", "approved", "1999", "").withStatus(200));
    Answer decided = calls.pay(payment);

    assertThat(first.field("result")).isEqualTo("requires_action");
    assertThat(first.body()).contains("\"url\":\"https://bank.test/1\"");
    assertThat(silent.field("result")).as("nobody answers").isEqualTo("requires_action");
    assertThat(silent.body()).contains("\"url\":\"https://bank.test/1\"");
    assertThat(decided.field("result")).isEqualTo("approved");
    assertThat(decided.body()).doesNotContain("next_action");
  }

  @Test
  void anotherAmountIsNeverApprovedAndToldOnce() throws Exception {
    whenCharging(told(payment + "_1", "approved", "1899", ""));
    whenAsked(told(payment + "_1", "approved", "1899", "").withStatus(200));

    assertThat(calls.pay(payment).field("result")).isEqualTo("unknown");
    assertThat(calls.pay(payment).field("result")).isEqualTo("unknown");
    sentLongAgo();
    assertThat(calls.pay(payment).field("result")).isEqualTo("unknown");

    List<String> events = payloads("attempt.mismatched");
    assertThat(events).hasSize(1);
    assertThat(events.getFirst())
        .contains("\"confirmed_amount\":\"18.99\"", "\"confirmed_currency\":\"USD\"")
        .contains("\"amount\":\"19.99\"", "\"result\":\"unknown\"");
  }

  @Test
  void attemptsAreListedByPaymentAndByTrace() throws Exception {
    calls.pay(payment);
    refund();
    String trace = UUID.randomUUID().toString().replace("-", "");

    assertThat(list("payment_uuid=" + payment).body())
        .contains(payment + "_1", own, "\"operation\":\"refund\"", "\"of_attempt\"");
    assertThat(list("payment_uuid=" + payment + "&starting_after=" + payment + "_1").body())
        .contains(own)
        .doesNotContain("\"operation\":\"charge\"");
    assertThat(list("payment_uuid=" + payment + "&starting_after=" + own).body())
        .isEqualTo("{\"attempts\":[]}");
    assertThat(list("payment_uuid=" + payment + "&starting_after=x").status()).isEqualTo(400);
    assertThat(list("trace_id=" + trace).body()).isEqualTo("{\"attempts\":[]}");
    assertThat(list("").status()).isEqualTo(400);
    assertThat(list("trace_id=x").status()).isEqualTo(400);
    assertThat(list("payment_uuid=" + payment + "&trace_id=" + trace).status()).isEqualTo(400);
  }

  private Answer list(String query) throws Exception {
    return calls.call("GET", "/internal/attempts?" + query, "");
  }

  private Answer authorise() throws Exception {
    return calls.operate(payment + "_1", payment, "authorise", "", "19.99");
  }

  private Answer refund() throws Exception {
    return calls.operate(own, payment, "refund", payment + "_1", "5.00");
  }

  private void sentLongAgo() {
    jdbc.sql("update attempt set sent_at = sent_at - interval '16 seconds' where id = ?")
        .param(payment + "_1")
        .update();
  }

  private List<String> payloads(String type) {
    return jdbc.sql(
            "select payload from outbox_event where aggregate_id = :payment::uuid and type = :type")
        .param("payment", payment)
        .param("type", type)
        .query((row, _) -> row.getString(1))
        .list();
  }
}
