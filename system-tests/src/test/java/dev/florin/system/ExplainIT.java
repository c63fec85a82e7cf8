package dev.florin.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.system.PaymentApi.Answer;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Payments explained from what the whole platform wrote down. */
@ExtendWith(StackExtension.class)
class ExplainIT {

  @Test
  void aPaymentThatSucceededIsExplainedUpToItsSettlementAndNotification(
      Florin florin, PaymentApi api) {
    Answer paid = api.pay("USER_701", "12.34", null);

    JsonNode story =
        storyWith(api, paid, "ledger.settlement", "event.published", "notification.delivered");

    assertThat(whats(story))
        .contains("payment.accepted", "risk.allow", "ledger.deduction", "payment.succeeded");
    assertThat(story.path("incomplete")).isEmpty();
    assertThat(story.at("/decided_by/step").asString()).isEqualTo("channel");
    CommandLineResult told = florin.run("explain", paid.field("payment_id"));
    assertThat(told.exitCode()).as(told.errors()).isZero();
    assertThat(told.output())
        .contains("12.34 USD  succeeded", "moved from the wallet of USER_701 to in_transit")
        .doesNotContain("\u001B");
  }

  @Test
  void aDeclinedPaymentIsExplainedWithItsReversal(Florin florin, PaymentApi api) {
    Answer declined = api.pay("USER_702", "12.35", "tok_4000000000000002");

    JsonNode story =
        JsonMapper.shared()
            .readTree(florin.run("explain", "--json", declined.field("payment_id")).output());

    assertThat(whats(story))
        .containsSubsequence("ledger.deduction", "ledger.reversal", "payment.failed");
    assertThat(story.at("/decided_by/step").asString()).isEqualTo("channel");
    assertThat(story.at("/decided_by/text").asString()).contains("declined by the channel");
  }

  @Test
  void aPaymentWhoseOutcomeIsUnknownIsExplainedAsUndecided(PaymentApi api) {
    Answer unknown = api.pay("USER_703", "12.36", "tok_timeout_charged");

    JsonNode story = story(api, unknown);

    assertThat(story.path("status").asString()).isEqualTo("processing");
    assertThat(story.at("/decided_by/step").asString()).isEqualTo("none");
    assertThat(whats(story)).contains("ledger.deduction").doesNotContain("ledger.reversal");
  }

  @Test
  void aTraceShowsThePaymentAndWhatItMoved(PaymentApi api) {
    Answer paid = api.pay("USER_704", "12.37", null);

    JsonNode trace = api.get("/api/v1/traces/" + paid.traceId()).body();

    assertThat(trace.at("/payments/0/payment_id").asString()).isEqualTo(paid.field("payment_id"));
    assertThat(trace.at("/transfers/0/kind").asString()).isEqualTo("deduction");
    assertThat(api.get("/api/v1/payments?trace_id=" + paid.traceId()).body().path("data"))
        .hasSize(1);
  }

  @Test
  void aPaymentThatIsNotThereIsNotExplained(Florin florin) {
    CommandLineResult told = florin.run("explain", "PAY_THAT_NEVER_WAS");

    assertThat(told.exitCode()).isEqualTo(7);
    assertThat(told.errors()).contains("PAY_THAT_NEVER_WAS");
  }

  /** What comes after the answer comes soon. */
  private static JsonNode storyWith(PaymentApi api, Answer payment, String... whats) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(15))
        .until(() -> story(api, payment), it -> whats(it).containsAll(List.of(whats)));
  }

  private static JsonNode story(PaymentApi api, Answer payment) {
    Answer story = api.get("/api/v1/payments/" + payment.field("payment_id") + "/timeline");
    assertThat(story.status()).as(story.text()).isEqualTo(200);
    return story.body();
  }

  private static List<String> whats(JsonNode story) {
    return story.path("entries").valueStream().map(it -> it.path("what").asString()).toList();
  }
}
