package dev.florin.channel.attempt.web;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import dev.florin.channel.ChannelIntegration;
import dev.florin.channel.attempt.web.AttemptCalls.Answer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;

/** "Not found" is final only once the provider refuses whatever may still be on its way. */
class ClosuresIT extends ChannelIntegration {

  private final AttemptCalls calls;
  private final JdbcClient jdbc;
  private final String payment = UUID.randomUUID().toString();

  @Autowired
  ClosuresIT(MockMvc mvc, JdbcClient jdbc) {
    this.calls = new AttemptCalls(mvc);
    this.jdbc = jdbc;
  }

  @Test
  void withinTheFinalityWindowNothingIsClosed() throws Exception {
    whenClosing(closed(true));
    calls.pay(payment);
    whenAsked(notFound());

    assertThat(calls.pay(payment).field("result")).isEqualTo("unknown");
    assertThat(closuresAsked()).isZero();
  }

  /** Not found, and then the provider does not say that it will refuse a request that is late. */
  @Test
  void whatCannotBeClosedIsStillUnknown() throws Exception {
    calls.pay(payment);
    sentLongAgo();
    whenAsked(notFound());
    List<ResponseDefinitionBuilder> answers =
        List.of(
            aResponse().withStatus(500),
            aResponse().withStatus(404),
            aResponse().withStatus(200).withBody("<html>ok</html>"),
            aResponse()
                .withHeader("Content-Type", "application/json")
                .withBody("{\"reference\":\"other_1\",\"status\":\"closed\"}"),
            closed(false));

    for (ResponseDefinitionBuilder answer : answers) {
      whenClosing(answer);
      assertThat(calls.pay(payment).field("result")).isEqualTo("unknown");
    }
    whenClosing(closed(true));
    assertThat(calls.pay(payment).field("result")).isEqualTo("not_sent");
  }

  @Test
  void aChargeThatArrivesBetweenTheQuestionAndTheClosureIsFound() throws Exception {
    calls.pay(payment);
    sentLongAgo();
    PROVIDER.stubFor(
        get(urlPathEqualTo("/v1/charges"))
            .inScenario("late")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(notFound())
            .willSetStateTo("arrived"));
    PROVIDER.stubFor(
        get(urlPathEqualTo("/v1/charges"))
            .inScenario("late")
            .whenScenarioStateIs("arrived")
            .willReturn(found()));
    whenClosing(closed(false));

    assertThat(calls.pay(payment).field("result")).isEqualTo("approved");
  }

  @Test
  void aRequestThatWasHeldUpIsRefusedAndTheAttemptStaysAsItIs() throws Exception {
    whenCharging(error(409, "reference_closed", payment + "_1").withFixedDelay(700));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Answer> heldUp = threads.submit(() -> calls.pay(payment));
      await().until(() -> chargesSent() == 1);
      jdbc.sql("update attempt set lease_until = clock_timestamp() where id = ?")
          .param(payment + "_1")
          .update();
      sentLongAgo();
      whenAsked(notFound());
      whenClosing(closed(true));

      assertThat(calls.pay(payment).field("result")).isEqualTo("not_sent");

      assertThat(heldUp.get().field("result")).isEqualTo("not_sent");
    }
    assertThat(
            jdbc.sql("select count(*) from outbox_event where aggregate_id = ?::uuid")
                .param(payment)
                .query(Integer.class)
                .single())
        .isZero();
  }

  @Test
  void whatAnOperatorFindsNotToBeSentIsClosedFirstIfTheProviderAnswers() throws Exception {
    calls.pay(payment);
    sentLongAgo();
    whenAsked(found());
    whenClosing(closed(false));

    assertThat(findNotSent().field("code")).isEqualTo("attempt_in_flight");
    whenClosing(closed(true));
    assertThat(findNotSent().field("result")).isEqualTo("not_sent");
    assertThat(findNotSent().field("result")).as("once more").isEqualTo("not_sent");
    assertThat(closuresAsked()).isEqualTo(2);
  }

  private Answer findNotSent() throws Exception {
    return calls.resolve(payment + "_1", "\"result\":\"not_sent\"");
  }

  private void sentLongAgo() {
    jdbc.sql("update attempt set sent_at = sent_at - interval '16 seconds' where id = ?")
        .param(payment + "_1")
        .update();
  }
}
