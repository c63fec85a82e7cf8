package dev.florin.payment;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.payment.resolution.ResumeOperations;
import dev.florin.payment.support.Api;
import dev.florin.payment.support.Downstreams;
import dev.florin.payment.support.PaymentServer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Captures that the channel did and the ledger refuses, and what operators do about them. */
class RefusedCaptureIT extends PaymentServer {

  private static final String PAYMENT = "/api/v1/payments/PAY_1";
  private static final String HOLD_IS_GONE =
      "{\"result\": \"declined\", \"decline_code\": \"expired\"}";

  private final String merchantId = newMerchant();
  private final String key = newKey();

  @Autowired private ResumeOperations resume;
  @Autowired private MeterRegistry meters;

  @Test
  void aCaptureThatTheLedgerRefusesIsParkedAtOnceWithOneAlert() {
    double before = alerts();
    Api.Reply reply = refusedCapture();

    assertThat(reply.status()).isEqualTo(202);
    JsonNode work = onlyParked();
    assertThat(work.path("kind").asString()).isEqualTo("capture");
    assertThat(work.path("waits_for").asString()).isEqualTo("ledger");
    assertThat(work.path("attempt_id").isNull()).isTrue();
    retry();
    assertThat(alerts() - before).isEqualTo(1);
    assertThat(DOWNSTREAMS.calls())
        .filteredOn(call -> call.contains("/attempts/" + capture()))
        .as("the channel is not asked for it again")
        .hasSize(1);
  }

  @Test
  void itIsPostedOnceTheLedgerAgrees() {
    refusedCapture();
    DOWNSTREAMS.posts(okJson(Downstreams.TAKEN));

    Api.Reply reply = retry();

    assertThat(reply.field("amount_received")).isEqualTo("30.00");
    assertThat(parked()).isEmpty();
    assertThat(capture(key).status()).isEqualTo(200);
  }

  @Test
  void itIsUndoneWhenAnOperatorSaysSoAndGivenBackAtTheChannelOnce() {
    refusedCapture();

    Api.Reply reply = resolve("undone");
    Api.Reply again = resolve("undone");
    resume.resumeDue();

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.field("amount_received")).isEqualTo("0.00");
    assertThat(reply.field("amount_capturable"))
        .as("the channel does not reserve anew what it gives back")
        .isEqualTo("70.00");
    assertThat(again.status()).isEqualTo(404);
    assertThat(capture(key).status()).isEqualTo(402);
    assertThat(capture(key).field("code")).isEqualTo("capture_undone");
    assertThat(capture(key).field("decline_code")).isEqualTo("expired");
    assertThat(operations()).containsExactly("capture failed 3000", "late_refund succeeded 3000");
    assertThat(DOWNSTREAMS.requests().getLast().getBodyAsString())
        .contains("\"refund\"", capture() + "_1");
    assertThat(parked()).isEmpty();
  }

  @Test
  void ofManyOperatorsWhoUndoItAtOnceOneDoes() {
    refusedCapture();

    List<Api.Reply> replies = together(Collections.nCopies(6, () -> resolve("undone")));

    assertThat(replies).extracting(Api.Reply::status).containsOnlyOnce(200);
    assertThat(operations()).filteredOn(it -> it.startsWith("late_refund")).hasSize(1);
  }

  @Test
  void nothingElseIsFoundOutAboutItAndNothingElseIsUndone() {
    refusedCapture();
    assertThat(resolve("approved").field("code")).isEqualTo("invalid_state");
    assertThat(resolve("not_sent").field("code")).isEqualTo("invalid_state");

    jdbc.sql("UPDATE payment_operation SET ledger_refusal = NULL WHERE uuid = ?")
        .param(capture())
        .update();

    assertThat(resolve("undone").status()).isEqualTo(409);
    assertThat(operations()).containsExactly("capture pending 3000");
  }

  private Api.Reply refusedCapture() {
    merchant(merchantId).pay(newKey(), manual("PAY_1", "100.00"));
    DOWNSTREAMS.posts(okJson(HOLD_IS_GONE));
    return capture(key);
  }

  private Api.Reply capture(String withKey) {
    return merchant(merchantId)
        .post(withKey, PAYMENT + "/capture", "{\"amount\": \"30.00\", \"final_capture\": false}");
  }

  private Api.Reply retry() {
    return operator()
        .post("/api/v1/parked/" + capture() + "/retry", "{\"reason\": \"it is back\"}");
  }

  private Api.Reply resolve(String result) {
    return operator()
        .post(
            "/api/v1/parked/" + capture() + "/resolution",
            "{\"result\": \"%s\", \"reason\": \"the hold is gone\"}".formatted(result));
  }

  private UUID capture() {
    return jdbc.sql(
            "SELECT uuid FROM payment_operation WHERE payment_uuid = ? AND kind = 'capture'")
        .param(uuidOf(merchantId, "PAY_1"))
        .query(UUID.class)
        .single();
  }

  private List<@Nullable String> operations() {
    return jdbc.sql(
            """
            SELECT kind || ' ' || status || ' ' || amount FROM payment_operation
            WHERE payment_uuid = ? ORDER BY uuid
            """)
        .param(uuidOf(merchantId, "PAY_1"))
        .query(String.class)
        .list();
  }

  private JsonNode onlyParked() {
    assertThat(parked()).hasSize(1);
    return parked().getFirst();
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

  private double alerts() {
    Counter counter = meters.find("payment_errors_total").tag("step", "payment.capture").counter();
    return counter == null ? 0 : counter.count();
  }
}
