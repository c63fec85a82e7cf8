package dev.florin.channel.attempt.web;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.florin.channel.ChannelIntegration;
import dev.florin.channel.attempt.web.AttemptCalls.Answer;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;

class AttemptsIT extends ChannelIntegration {

  private final AttemptCalls calls;
  private final JdbcClient jdbc;
  private final MeterRegistry meters;
  private final String payment = UUID.randomUUID().toString();

  @Autowired
  AttemptsIT(MockMvc mvc, JdbcClient jdbc, MeterRegistry meters) {
    this.calls = new AttemptCalls(mvc);
    this.jdbc = jdbc;
    this.meters = meters;
  }

  @Test
  void aFinalAttemptAnswersItsRepeatWithoutAnotherCall() throws Exception {
    whenCharging(approval());
    Answer first = calls.pay(payment);

    Answer repeat = calls.pay(payment);

    assertThat(first.field("result")).isEqualTo("approved");
    assertThat(first.field("transaction_id")).isEqualTo("ch_1");
    assertThat(repeat).isEqualTo(first);
    assertThat(chargesSent()).isEqualTo(1);
    assertThat(questionsAsked()).isZero();
  }

  @Test
  void theAnswerTellsHowLongTheProviderTook() throws Exception {
    whenCharging(approval().withFixedDelay(200));

    Duration told = calls.thirdPartyTime(payment);

    assertThat(told).isBetween(Duration.ofMillis(200), Duration.ofSeconds(3));
    assertThat(calls.thirdPartyTime(payment)).as("nobody is asked again").isZero();
  }

  @Test
  void twentyPutsOfOneAttemptAtOnceAreOneCharge() throws Exception {
    whenCharging(approval().withFixedDelay(200));

    List<Answer> answers = together(20, () -> calls.pay(payment));

    assertThat(chargesSent()).isEqualTo(1);
    assertThat(answers)
        .allSatisfy(answer -> assertThat(answer.field("result")).isIn("approved", "unknown"));
    assertThat(answers).extracting(answer -> answer.field("result")).contains("approved");
    assertThat(calls.pay(payment).field("result")).isEqualTo("approved");
  }

  @Test
  void anUnknownAttemptIsResolvedByAsking() throws Exception {
    whenCharging(aResponse().withFixedDelay(4_000));
    assertThat(calls.pay(payment).field("result")).isEqualTo("unknown");
    whenAsked(found());

    Answer repeat = calls.pay(payment);

    assertThat(repeat.field("result")).isEqualTo("approved");
    assertThat(repeat.field("transaction_id")).isEqualTo("ch_2");
    assertThat(chargesSent()).isEqualTo(1);
  }

  @Test
  void withinTheFinalityWindowNotFoundStaysUnknown() throws Exception {
    calls.pay(payment);
    whenAsked(notFound());

    Answer repeat = calls.pay(payment);

    assertThat(repeat.field("result")).isEqualTo("unknown");
    assertThat(chargesSent()).isEqualTo(1);
    assertThat(questionsAsked()).isEqualTo(1);
  }

  @Test
  void whatIsClosedAfterTheFinalityWindowIsNotSentForGood() throws Exception {
    calls.pay(payment);
    sentLongAgo();
    whenAsked(notFound());
    whenClosing(closed(true));
    whenCharging(approval());

    Answer resolved = calls.pay(payment);
    whenAsked(found());
    Answer repeat = calls.pay(payment);

    assertThat(resolved.field("result")).isEqualTo("not_sent");
    assertThat(repeat).isEqualTo(resolved);
    assertThat(chargesSent()).isEqualTo(1);
    assertThat(closuresAsked()).isEqualTo(1);
  }

  @Test
  void afterTheFinalityWindowSilenceIsStillUnknown() throws Exception {
    calls.pay(payment);
    sentLongAgo();

    assertThat(calls.pay(payment).field("result")).isEqualTo("unknown");
    assertThat(chargesSent()).isEqualTo(1);
  }

  @Test
  void aPendingAttemptStaysPendingUntilTheProviderDecides() throws Exception {
    whenCharging(
        aResponse()
            .withStatus(202)
            .withHeader("Content-Type", "application/json")
            .withBody(
                """
                {"id":"ch_9","reference":"%s_1","status":"pending","amount":1999,"currency":"USD"}"""
                    .formatted(payment)));
    assertThat(calls.pay(payment).field("result")).isEqualTo("pending");
    assertThat(calls.pay(payment).field("result")).as("nobody answers").isEqualTo("pending");
    sentLongAgo();
    whenAsked(notFound());
    whenClosing(closed(true));
    assertThat(calls.pay(payment).field("result")).as("accepted, then lost").isEqualTo("unknown");
    assertThat(calls.pay(payment).field("result")).as("lost for good").isEqualTo("unknown");
    whenAsked(told(payment + "_1", "approved", "1999", "", "ch_9").withStatus(200));

    assertThat(calls.pay(payment).field("result")).isEqualTo("approved");
    assertThat(chargesSent()).isEqualTo(1);
    assertThat(closuresAsked()).isZero();
  }

  @Test
  void anAttemptLeftByACrashIsAskedForAndNotSentAgain() throws Exception {
    rowLeftSending("-1 second");
    whenAsked(found());
    whenCharging(approval());

    assertThat(calls.pay(payment).field("transaction_id")).isEqualTo("ch_2");
    assertThat(chargesSent()).isZero();
  }

  @Test
  void anAttemptInFlightElsewhereIsLeftAlone() throws Exception {
    rowLeftSending("5 seconds");

    assertThat(calls.pay(payment).field("result")).isEqualTo("unknown");
    assertThat(chargesSent() + questionsAsked()).isZero();
  }

  @Test
  void oneWhoAnswersTooLateChangesNothing() throws Exception {
    double countedBefore = meters.counter("channel.late_outcomes", "channel", "sandbox").count();
    whenCharging(approval().withFixedDelay(400));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Answer> late = threads.submit(() -> calls.pay(payment));
      await().until(() -> chargesSent() == 1);
      jdbc.sql("update attempt set status = 'not_sent', version = version + 1 where id = :id")
          .param("id", payment + "_1")
          .update();

      assertThat(late.get().field("result")).isEqualTo("not_sent");
    }
    assertThat(calls.pay(payment).field("result")).isEqualTo("not_sent");
    assertThat(lateOutcomes()).containsExactly("ch_1 approved");
    assertThat(
            jdbc.sql("select type from outbox_event where aggregate_id = :payment::uuid")
                .param("payment", payment)
                .query(String.class)
                .list())
        .containsExactly("attempt.contradicted");
    assertThat(meters.counter("channel.late_outcomes", "channel", "sandbox").count())
        .isEqualTo(countedBefore + 1);
  }

  @Test
  void anOutcomeInTimeIsNotLate() throws Exception {
    whenCharging(approval());
    calls.pay(payment);
    calls.pay(payment);

    assertThat(lateOutcomes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update late_outcome set transaction_id = 'ch_7'",
        "delete from late_outcome",
        "truncate late_outcome"
      })
  void whatWasLateStaysWritten(String change) {
    assertThat(catchThrowable(() -> jdbc.sql(change).update())).hasMessageContaining("refused");
  }

  @Test
  void theDatabaseItselfKeepsAFinalOutcome() throws Exception {
    whenCharging(approval());
    calls.pay(payment);

    Throwable refused =
        catchThrowable(
            () ->
                jdbc.sql("update attempt set status = 'unknown' where id = :id")
                    .param("id", payment + "_1")
                    .update());

    assertThat(refused).hasMessageContaining("is final");
  }

  @Test
  void aRefusedRequestWasNotSentAndStaysSo() throws Exception {
    whenCharging(refusal());
    assertThat(calls.pay(payment).field("result")).isEqualTo("not_sent");
    whenCharging(approval());

    assertThat(calls.pay(payment).field("result")).isEqualTo("not_sent");
    assertThat(chargesSent()).isEqualTo(1);
  }

  @Test
  void theIdBelongsToItsFirstContent() throws Exception {
    whenCharging(approval());
    calls.pay(payment);

    assertThat(calls.pay(payment, "\"20.00\"", "").status()).isEqualTo(409);
    assertThat(calls.pay(payment, "\"19.99\"", ",\"payment_token\":\"tok_x\"").status())
        .isEqualTo(409);
    assertThat(calls.pay(payment, "19.990e0", "").status()).isEqualTo(400);
    assertThat(chargesSent()).isEqualTo(1);
  }

  @Test
  void waitingForTheProviderHoldsNoDatabaseConnection() throws Exception {
    whenCharging(approval().withFixedDelay(300));

    List<Answer> answers = together(30, () -> calls.pay(UUID.randomUUID().toString()));

    // The pool has two connections and waits two seconds for one: holding them would fail.
    assertThat(answers)
        .allSatisfy(answer -> assertThat(answer.field("result")).isEqualTo("approved"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-1", "0", "19.999", "1e3", "\"1,00\"", "\"NaN\"", "\"١٩\"", "null", "[]"})
  void badMoneyIsRefusedBeforeAnythingHappens(String amount) throws Exception {
    assertThat(calls.pay(payment, amount, "").status()).isEqualTo(400);
    assertThat(chargesSent()).isZero();
    assertThat(rows()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"4242424242424242", "4000 0000 0000 0002", "card"})
  void cardNumbersAreRefusedAndNotEchoed(String card) throws Exception {
    Answer answer = calls.pay(payment, "\"19.99\"", ",\"payment_token\":\"" + card + "\"");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).doesNotContain("\"" + card + "\"", "4242", "0000");
    assertThat(rows()).isZero();
  }

  @Test
  void theAttemptIdNamesItsPayment() throws Exception {
    String body =
        """
        {"payment_uuid":"%s","merchant_id":"demo","amount":"1.00","currency":"USD",
        "payment_method":"wallet"}"""
            .formatted(UUID.randomUUID());
    assertThat(calls.call("PUT", "/internal/attempts/" + payment + "_1", body).status())
        .isEqualTo(400);
    assertThat(calls.call("PUT", "/internal/attempts/1", body).status()).isEqualTo(400);
  }

  @Test
  void anAttemptCanBeReadWithoutAskingAnybody() throws Exception {
    String path = "/internal/attempts/" + payment + "_1";
    assertThat(calls.call("GET", path, "").status()).isEqualTo(404);
    calls.pay(payment);

    assertThat(calls.call("GET", path, "").field("result")).isEqualTo("unknown");
    assertThat(questionsAsked()).isZero();
  }

  @Test
  void eachPathNeedsItsScope() throws Exception {
    String attempt = "/internal/attempts/" + payment + "_1";
    assertThat(calls.call("GET", attempt, "", "SCOPE_channels:admin").status()).isEqualTo(403);
    assertThat(calls.call("GET", "/api/v1/channels", "", "SCOPE_ops").status()).isEqualTo(403);

    Answer channels = calls.call("GET", "/api/v1/channels", "", "SCOPE_channels:admin");

    assertThat(channels.body())
        .contains("\"name\":\"sandbox\"", "\"state\":\"closed\"", "\"has_more\":false");
  }

  private static List<Answer> together(int count, Callable<Answer> call) throws Exception {
    var barrier = new CyclicBarrier(count);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> running = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        running.add(
            threads.submit(
                () -> {
                  barrier.await();
                  return call.call();
                }));
      }
      List<Answer> answers = new ArrayList<>();
      for (Future<Answer> answer : running) {
        answers.add(answer.get());
      }
      return answers;
    }
  }

  private void sentLongAgo() {
    jdbc.sql("update attempt set sent_at = sent_at - interval '16 seconds' where id = :id")
        .param("id", payment + "_1")
        .update();
  }

  private void rowLeftSending(String leaseLeft) {
    jdbc.sql(
            """
            insert into attempt (id, payment_uuid, merchant_id, channel, amount, currency,
                payment_method, lease_until)
            values (:id, :uuid::uuid, 'demo', 'sandbox', 1999, 'USD', 'credit_card',
                clock_timestamp() + :lease::interval)
            """)
        .param("id", payment + "_1")
        .param("uuid", payment)
        .param("lease", leaseLeft)
        .update();
  }

  private List<String> lateOutcomes() {
    return jdbc.sql(
            "select transaction_id || ' ' || status from late_outcome where attempt_id = :id")
        .param("id", payment + "_1")
        .query((row, _) -> row.getString(1))
        .list();
  }

  private int rows() {
    return jdbc.sql("select count(*) from attempt where id = :id")
        .param("id", payment + "_1")
        .query(Integer.class)
        .single();
  }
}
