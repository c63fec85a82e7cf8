package dev.florin.localstack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.localstack.cli.PaymentReport.Outcome;
import dev.florin.localstack.client.Answer;
import dev.florin.localstack.stack.FlorinHome;
import dev.florin.localstack.stack.PortPlan;
import dev.florin.localstack.stack.Stack;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PaymentReportTests {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  @TempDir Path folder;

  @Test
  void aPaymentIsReportedWithItsTrace() {
    PaymentReport report =
        report(
            201,
            """
            {"payment_id":"PAY_1","status":"succeeded","transaction_id":"ch_1","message":"paid"}""");

    assertThat(report.outcome()).isEqualTo(Outcome.SUCCEEDED);
    JsonNode json = JsonMapper.shared().readTree(report.json());
    assertThat(json.path("payment_id").asString()).isEqualTo("PAY_1");
    assertThat(json.path("status").asString()).isEqualTo("succeeded");
    assertThat(json.path("transaction_id").asString()).isEqualTo("ch_1");
    assertThat(json.path("message").asString()).isEqualTo("paid");
    assertThat(json.path("trace_id").asString()).isEqualTo(TRACE);
  }

  @Test
  void aDeclinedPaymentIsAFailedOne() {
    PaymentReport report =
        report(
            402,
            """
            {"status":402,"detail":"the card was declined","code":"card_declined",
             "payment_id":"PAY_2","payment_status":"failed"}""");

    assertThat(report.outcome()).isEqualTo(Outcome.NOT_PAID);
    assertThat(report.fields())
        .containsEntry("status", "failed")
        .containsEntry("code", "card_declined")
        .containsEntry("message", "the card was declined");
  }

  @Test
  void aRequestThatNeverBecameAPaymentWasRefused() {
    assertThat(report(400, "{\"status\":400,\"code\":\"invalid_amount\"}").fields())
        .containsEntry("status", "refused")
        .containsEntry("http_status", 400);
  }

  @Test
  void aPaymentWhoseFateIsNotKnownHasNeitherSucceededNorFailed() {
    assertThat(report(202, "{\"status\":\"processing\"}").outcome()).isEqualTo(Outcome.OPEN);
  }

  @ParameterizedTest
  @CsvSource({
    "504, deadline_exceeded, OPEN",
    "502, no_answer, OPEN",
    "500, internal_error, OPEN",
    "503, database_unavailable, OPEN",
    "409, idempotency_in_progress, OPEN",
    "503, service_unavailable, NOT_PAID",
    "429, overloaded, NOT_PAID",
    "422, idempotency_key_reused, NOT_PAID"
  })
  void aRequestThatMayHaveBeenCarriedOutIsOpenAndCanBeRepeated(
      int status, String code, Outcome outcome) {
    PaymentReport report =
        report(status, "{\"status\":%d,\"code\":\"%s\"}".formatted(status, code));

    assertThat(report.outcome()).isEqualTo(outcome);
    assertThat(report.fields()).containsEntry("key", "key-1");
  }

  @Test
  void whatThePayerHasToDoIsSaid() {
    PaymentReport report =
        report(
            202,
            """
            {"payment_id":"PAY_3","status":"requires_action",
             "next_action":{"type":"redirect","url":"http://127.0.0.1:8090/confirm/1"}}""");

    assertThat(report.outcome()).isEqualTo(Outcome.OPEN);
    assertThat(text(report))
        .contains("next action     redirect http://127.0.0.1:8090/confirm/1")
        .contains("story           ./florin explain PAY_3");
    assertThat(JsonMapper.shared().readTree(report.json()).at("/next_action/url").asString())
        .isEqualTo("http://127.0.0.1:8090/confirm/1");
  }

  @Test
  void nothingIsSaidOfAnActionThatNobodyHasToTake() {
    assertThat(report(201, "{\"status\":\"succeeded\",\"next_action\":null}").fields())
        .doesNotContainKey("next_action");
  }

  @Test
  void aRepeatedRequestIsSaidToBeOne() {
    assertThat(text(report(201, "{\"status\":\"succeeded\"}"))).doesNotContain("replayed");
    assertThat(text(report(201, "{\"status\":\"succeeded\"}", true)))
        .contains("replayed        true");
  }

  private String text(PaymentReport report) {
    return report.text(
        new Stack(new FlorinHome(folder), new PortPlan(8080), Path.of("..")), "./florin");
  }

  private static PaymentReport report(int status, String body) {
    return report(status, body, false);
  }

  private static PaymentReport report(int status, String body, boolean isReplayed) {
    return PaymentReport.of(
        new Answer(status, JsonMapper.shared().readTree(body), Optional.of(TRACE), isReplayed),
        "key-1");
  }
}
