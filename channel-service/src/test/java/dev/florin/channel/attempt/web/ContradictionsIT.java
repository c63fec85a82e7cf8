package dev.florin.channel.attempt.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.florin.channel.ChannelIntegration;
import dev.florin.channel.EventSchemas;
import dev.florin.channel.attempt.Heard;
import dev.florin.channel.attempt.SettleAttempt;
import dev.florin.channel.channel.ChannelResult;
import dev.florin.channel.channel.ChannelResult.Approved;
import dev.florin.channel.channel.ChannelResult.Mismatched;
import dev.florin.money.Money;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a provider says beside what it said before: all of it is kept and told, each word once. */
@ExtendWith(OutputCaptureExtension.class)
class ContradictionsIT extends ChannelIntegration {

  private final AttemptCalls calls;
  private final SettleAttempt settleAttempt;
  private final JdbcClient jdbc;
  private final String payment = UUID.randomUUID().toString();
  private final String attempt = payment + "_1";

  @Autowired
  ContradictionsIT(MockMvc mvc, SettleAttempt settleAttempt, JdbcClient jdbc) {
    this.calls = new AttemptCalls(mvc);
    this.settleAttempt = settleAttempt;
    this.jdbc = jdbc;
  }

  @ParameterizedTest
  @ValueSource(strings = {"approved", "declined", "pending"})
  void anotherIdOfAnOpenAttemptSettlesNothingAndIsToldOnce(String second) throws Exception {
    whenCharging(told(attempt, "pending", "1999", "", "tx_1"));
    assertThat(calls.pay(payment).field("result")).isEqualTo("pending");
    whenAsked(told(attempt, second, "1999", "", "tx_2").withStatus(200));

    assertThat(calls.pay(payment).field("result")).isEqualTo("unknown");
    assertThat(calls.pay(payment).field("result")).isEqualTo("unknown");

    assertThat(calls.pay(payment).field("transaction_id")).isEqualTo("tx_1");
    assertThat(types()).containsExactly("attempt.duplicated");
    JsonNode data = events().getFirst().path("data");
    assertThat(data.path("result").asString()).isEqualTo(second);
    assertThat(data.path("transaction_id").asString()).isEqualTo("tx_2");
    assertThat(data.path("known_transaction_id").asString()).isEqualTo("tx_1");
    whenAsked(told(attempt, "approved", "1999", "", "tx_1").withStatus(200));
    assertThat(calls.pay(payment).field("result")).as("by its own id").isEqualTo("approved");
  }

  @Test
  void anotherIdThatWasPendingAndIsApprovedIsToldAgain() throws Exception {
    whenCharging(told(attempt, "pending", "1999", "", "tx_1"));
    calls.pay(payment);
    whenAsked(told(attempt, "pending", "1999", "", "tx_2").withStatus(200));
    calls.pay(payment);
    whenAsked(told(attempt, "approved", "1999", "", "tx_2").withStatus(200));
    calls.pay(payment);

    assertThat(events())
        .extracting(event -> event.path("data").path("result").asString())
        .containsExactly("pending", "approved");
  }

  @Test
  void anotherIdThatIsCalledBackSettlesNothingEither() throws Exception {
    whenCharging(told(attempt, "pending", "1999", "", "tx_1"));
    calls.pay(payment);

    assertThat(hear(new Approved("tx_2"))).isEqualTo(Heard.CONTRADICTED);
    assertThat(hear(new Approved("tx_2"))).isEqualTo(Heard.CONTRADICTED);
    assertThat(hear(new Approved("tx_1"))).isEqualTo(Heard.SETTLED);

    assertThat(types()).containsExactly("attempt.duplicated", "attempt.resolved");
    assertThat(read().field("transaction_id")).isEqualTo("tx_1");
  }

  @Test
  void anApprovalOfAnotherAmountAfterADeclineIsALateOutcomeAndCanBeGivenBack() throws Exception {
    whenCharging(told(attempt, "declined", "1999", "", "tx_1"));
    calls.pay(payment);

    assertThat(hear(approved("tx_2", "18.99"))).isEqualTo(Heard.MISMATCHED);
    assertThat(hear(approved("tx_2", "18.99"))).isEqualTo(Heard.MISMATCHED);

    assertThat(types()).containsExactly("attempt.mismatched", "attempt.contradicted");
    JsonNode late = events().getLast().path("data");
    assertThat(late.path("was").asString()).isEqualTo("declined");
    assertThat(late.path("result").asString()).isEqualTo("approved");
    assertThat(late.path("transaction_id").asString()).isEqualTo("tx_2");
    assertThat(late.path("amount").asString()).isEqualTo("19.99");
    assertThat(late.path("confirmed_amount").asString()).isEqualTo("18.99");
    assertThat(late.path("confirmed_currency").asString()).isEqualTo("USD");
    assertThat(read().field("result")).isEqualTo("declined");
    whenFollowing("refund", approval());
    assertThat(
            calls
                .operate(UUID.randomUUID() + "_1", payment, "refund", attempt, "18.99")
                .field("result"))
        .isEqualTo("approved");
  }

  @Test
  void aDeclineOfAnotherAmountIsNoLateOutcome() throws Exception {
    whenCharging(told(attempt, "declined", "1999", "", "tx_1"));
    calls.pay(payment);

    hear(new Mismatched("tx_1", Money.parse("18.99", "USD"), false));

    assertThat(types()).containsExactly("attempt.mismatched");
  }

  @Test
  void anotherAmountOfWhatWasApprovedIsNoLateOutcome() throws Exception {
    whenCharging(told(attempt, "approved", "1999", "", "tx_1"));
    calls.pay(payment);

    hear(approved("tx_1", "18.99"));

    assertThat(types()).containsExactly("attempt.mismatched");
  }

  @Test
  void eachWrongAmountIsToldOnce() throws Exception {
    calls.pay(payment);

    for (String amount : List.of("18.99", "18.99", "9.99", "18.99")) {
      hear(approved("tx_1", amount));
    }

    assertThat(events())
        .extracting(event -> event.at("/data/confirmed_amount").asString())
        .containsExactly("18.99", "9.99");
  }

  @Test
  void aMismatchThatEveryQuestionFindsIsOneErrorInTheLog(CapturedOutput output) throws Exception {
    whenCharging(told(attempt, "approved", "1899", ""));
    whenAsked(told(attempt, "approved", "1899", "").withStatus(200));

    for (int i = 0; i < 4; i++) {
      assertThat(calls.pay(payment).field("result")).isEqualTo("unknown");
    }

    assertThat(output.getOut().lines())
        .filteredOn(line -> line.contains("ERROR") && line.contains(attempt))
        .hasSize(1);
  }

  @Test
  void whatWasToldOfASecondTransactionStaysWritten() {
    assertThat(catchThrowable(() -> jdbc.sql("delete from second_transaction").update()))
        .hasMessageContaining("refused");
  }

  private static ChannelResult approved(String transactionId, String amount) {
    return new Mismatched(transactionId, Money.parse(amount, "USD"), true);
  }

  private Heard hear(ChannelResult said) {
    return settleAttempt.hear("sandbox", "msg_" + UUID.randomUUID(), attempt, _ -> said);
  }

  private AttemptCalls.Answer read() throws Exception {
    return calls.call("GET", "/internal/attempts/" + attempt, "");
  }

  private List<String> types() {
    return events().stream().map(event -> event.path("type").asString()).toList();
  }

  private List<JsonNode> events() {
    List<JsonNode> events =
        jdbc.sql("select payload from outbox_event where aggregate_id = ?::uuid order by sequence")
            .param(payment)
            .query((row, _) -> JsonMapper.shared().readTree(row.getString(1)))
            .list();
    events.forEach(event -> EventSchemas.assertValid(event.path("type").asString(), event));
    return events;
  }
}
