package dev.florin.payment;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.payment.operation.CountLateApproval;
import dev.florin.payment.operation.Operations;
import dev.florin.payment.payment.Payment.Charge;
import dev.florin.payment.payment.Payments;
import dev.florin.payment.support.Api;
import dev.florin.payment.support.Downstreams;
import dev.florin.payment.support.LateOperations;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/**
 * What a channel did after it had been believed not to, and for which the payment has no room any
 * more: a capture is given back, and no refund is posted beyond what was captured.
 */
class LateWithoutRoomIT extends LateOperations {

  private static final String CLOSED =
      "{\"result\": \"declined\", \"decline_code\": \"account_closed\"}";
  private static final String UNKNOWN = "{\"channel\":\"sandbox\",\"result\":\"unknown\"}";

  @Autowired private Operations operations;
  @Autowired private CountLateApproval countLate;
  @Autowired private Payments payments;
  @Autowired private TransactionTemplate transactions;

  @Test
  void aRefundThatWasMadeTwiceAtTheChannelIsNotPostedBeyondWhatWasCaptured() {
    pay("100.00");
    UUID failed = refundThatIsNotSent(SIXTY);
    assertThat(post("/refunds", SIXTY).status()).isEqualTo(201);

    approvedLate(failed + "_1", "refund");
    resume.resumeDue();

    assertThat(operations("refund"))
        .containsExactly(
            "failed 6000 null", "succeeded 6000 null", "pending 6000 " + failed + "_1");
    assertThat(parked()).as("it is for a person at once").hasSize(1);
    assertThat(merchant(merchantId).get(PAYMENT).field("amount_refunded")).isEqualTo("60.00");
    assertThat(post("/refunds", "{\"reason\": \"more\", \"amount\": \"1.00\"}").status())
        .isEqualTo(422);
  }

  @Test
  void aRefundThatWasMadeTwiceIsGivenUpWhenAnOperatorSaysSo() {
    pay("100.00");
    UUID failed = refundThatIsNotSent(SIXTY);
    post("/refunds", SIXTY);
    approvedLate(failed + "_1", "refund");
    resume.resumeDue();
    JsonNode work = parked().getFirst();

    Api.Reply reply = undo(work);

    assertThat(work.path("waits_for").asString()).isEqualTo("ledger");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.field("amount_refunded")).isEqualTo("60.00");
    assertThat(operations("refund"))
        .containsExactly("failed 6000 null", "succeeded 6000 null", "failed 6000 " + failed + "_1");
    assertThat(caseDetail("counted_by")).isEqualTo("re_" + work.path("id").asString());
    assertThat(parked()).isEmpty();
    assertThat(events()).hasSize(4).endsWith("payment.refund_failed");
  }

  @Test
  void aLateRefundThatHasRoomIsNotGivenUpWhenTheLedgerRefusesIt() {
    pay("100.00");
    UUID failed = refundThatIsNotSent(SIXTY);
    DOWNSTREAMS.refunds(okJson(CLOSED));
    approvedLate(failed + "_1", "refund");
    resume.resumeDue();

    assertThat(undo(parked().getFirst()).field("code")).isEqualTo("invalid_state");
    DOWNSTREAMS.refunds(okJson(Downstreams.POSTED));
    everythingIsDue();
    assertThat(operations("refund"))
        .containsExactly("failed 6000 null", "succeeded 6000 " + failed + "_1");
  }

  @Test
  void whatTheLedgerMayHaveTakenAfterAllIsNotGivenUp() {
    pay("100.00");
    UUID failed = refundThatIsNotSent(SIXTY);
    post("/refunds", SIXTY);
    approvedLate(failed + "_1", "refund");
    resume.resumeDue();
    JsonNode work = parked().getFirst();
    jdbc.sql("UPDATE payment_operation SET resume_at = now() WHERE status = 'pending' AND uuid = ?")
        .param(idOf(work))
        .update();
    assertThat(operations.takeUp(idOf(work))).as("it is tried again").isPresent();
    jdbc.sql("UPDATE payment_operation SET leased = false WHERE uuid = ?")
        .param(idOf(work))
        .update();

    assertThat(undo(work).field("code")).isEqualTo("invalid_state");
    assertThat(operations("refund")).contains("pending 6000 " + failed + "_1");
  }

  @Test
  void aRefundThatWasAskedForIsNotGivenUpWhenTheLedgerRefusesIt() {
    pay("100.00");
    DOWNSTREAMS.refunds(okJson(CLOSED));
    assertThat(post("/refunds", SIXTY).status()).isEqualTo(202);

    assertThat(undo(parked().getFirst()).field("code")).isEqualTo("invalid_state");
    assertThat(operations("refund")).containsExactly("pending 6000 null");
  }

  @Test
  void aLateRefundWaitsForAnOpenOneAndIsPostedWhenThatFails() {
    pay("100.00");
    UUID failed = refundThatIsNotSent(SIXTY);
    DOWNSTREAMS.channel("refund", okJson(UNKNOWN));
    assertThat(post("/refunds", SIXTY).status()).isEqualTo(202);

    approvedLate(failed + "_1", "refund");
    resume.resumeDue();
    assertThat(operations("refund"))
        .containsExactly("failed 6000 null", "pending 6000 null", "pending 6000 " + failed + "_1");
    assertThat(DOWNSTREAMS.calls()).noneMatch(call -> call.contains("/refunds/"));
    assertThat(parked()).isEmpty();

    DOWNSTREAMS.channel("refund", okJson(Downstreams.DECLINED));
    everythingIsDue();
    resume.resumeDue();

    assertThat(operations("refund"))
        .containsExactly("failed 6000 null", "failed 6000 null", "succeeded 6000 " + failed + "_1");
    assertThat(merchant(merchantId).get(PAYMENT).field("amount_refunded")).isEqualTo("60.00");
  }

  /** everybody wants the same money back at once. */
  @Test
  void lateWordsAndNewRefundsThatRaceCountTheLateOneOnceAndNeverExceedTheRest() throws Exception {
    pay("100.00");
    UUID failed = refundThatIsNotSent(SIXTY);
    String forty = SIXTY.replace("60.00", "40.00");

    List<Api.Reply> replies;
    try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> words =
          IntStream.range(0, 6)
              .<Future<?>>mapToObj(_ -> workers.submit(() -> count(failed + "_1")))
              .toList();
      replies = together(Collections.nCopies(4, () -> post("/refunds", forty)));
      for (Future<?> word : words) {
        word.get();
      }
    }
    resume.resumeDue();

    assertThat(operations("refund")).filteredOn(it -> it.endsWith(failed + "_1")).hasSize(1);
    long made = replies.stream().filter(reply -> reply.status() == 201).count();
    assertThat(made).isBetween(1L, 2L);
    assertThat(operations("refund"))
        .as("two that came before leave no room for the late one: it waits for a person")
        .contains((made == 1 ? "succeeded" : "pending") + " 6000 " + failed + "_1");
    assertThat(merchant(merchantId).get(PAYMENT).field("amount_refunded"))
        .isEqualTo(made == 1 ? "100.00" : "80.00");
  }

  @Test
  void aCaptureThatWasMadeAfterThePaymentEndedIsGivenBackAtTheChannelOnce() {
    authorise("100.00");
    UUID failed = captureThatIsNotSent("30.00");
    post("/void", "{}");

    approvedLate(failed + "_1", "capture");
    approvedLate(failed + "_1", "capture");
    resume.resumeDue();

    assertThat(operations("late_refund")).containsExactly("succeeded 3000 null");
    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("canceled");
    assertThat(merchant(merchantId).get(PAYMENT).field("amount_received")).isEqualTo("0.00");
    assertThat(DOWNSTREAMS.calls()).noneMatch(call -> call.contains("/posts/"));
    assertThat(caseDetail("counted_by")).startsWith("re_");
  }

  @Test
  void aVoidAfterALateCaptureAsksTheChannelForWhatIsLeftThere() {
    authorise("100.00");
    UUID failed = captureThatIsNotSent("30.00");
    DOWNSTREAMS.channel("void", okJson(UNKNOWN));
    assertThat(post("/void", "{}").status()).isEqualTo(202);

    approvedLate(failed + "_1", "capture");
    DOWNSTREAMS.channel("void", okJson(Downstreams.DECLINED));
    everythingIsDue();
    assertThat(merchant(merchantId).get(PAYMENT).field("amount_capturable")).isEqualTo("70.00");

    DOWNSTREAMS.channel("void", okJson(Downstreams.APPROVED));
    assertThat(post("/void", "{}").status()).isEqualTo(200);

    assertThat(operations("late_refund")).containsExactly("succeeded 3000 null");
    assertThat(operations("void")).containsExactly("failed 10000 null", "succeeded 7000 null");
    assertThat(DOWNSTREAMS.requests())
        .filteredOn(request -> request.getBodyAsString().contains("\"void\""))
        .last()
        .satisfies(it -> assertThat(it.getBodyAsString()).contains("\"70.00\""));
    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("canceled");
  }

  @Test
  void whatTheChannelHasCapturedInFullIsVoidedWithoutAskingIt() {
    authorise("100.00");
    UUID failed = captureThatIsNotSent("100.00");
    DOWNSTREAMS.channel("void", okJson(UNKNOWN));
    post("/void", "{}");
    approvedLate(failed + "_1", "capture");
    DOWNSTREAMS.channel("void", okJson(Downstreams.DECLINED));
    everythingIsDue();
    long asked = voids();

    assertThat(post("/void", "{}").status()).isEqualTo(200);

    assertThat(voids()).isEqualTo(asked);
    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("canceled");
    assertThat(DOWNSTREAMS.calls()).last().asString().endsWith(":hold/void");
  }

  @Test
  void whatTheChannelKeepsAlthoughItWasTakenTooLateIsACase() {
    authorise("100.00");
    UUID failed = captureThatIsNotSent("30.00");
    post("/void", "{}");
    DOWNSTREAMS.channel("refund", okJson(Downstreams.DECLINED));

    approvedLate(failed + "_1", "capture");
    resume.resumeDue();

    assertThat(operations("late_refund")).containsExactly("failed 3000 null");
    assertThat(
            jdbc.sql(
                    """
                    SELECT kind || ' ' || (detail ->> 'amount') || ' ' || (detail ->> 'decline_code')
                    FROM reconciliation_case WHERE payment_uuid = ? AND kind <> 'contradiction'
                    """)
                .param(uuid())
                .query(String.class)
                .list())
        .containsExactly("refund_refused 30.00 expired_card");
  }

  private static UUID idOf(JsonNode work) {
    return UUID.fromString(work.path("id").asString());
  }

  private List<@Nullable String> events() {
    return jdbc.sql("SELECT type FROM outbox_event WHERE aggregate_id = ? ORDER BY id")
        .param(uuid())
        .query(String.class)
        .list();
  }

  private long voids() {
    return DOWNSTREAMS.requests().stream()
        .filter(request -> request.getBodyAsString().contains("\"void\""))
        .count();
  }

  private void everythingIsDue() {
    jdbc.sql(
            """
            UPDATE payment_operation SET resume_at = now()
            WHERE payment_uuid = ? AND status = 'pending'
            """)
        .param(uuid())
        .update();
    resume.resumeDue();
  }

  private Api.Reply undo(JsonNode work) {
    return operator()
        .post(
            "/api/v1/parked/" + work.path("id").asString() + "/resolution",
            "{\"result\": \"undone\", \"reason\": \"given back twice\"}");
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

  private void count(String attemptId) {
    transactions.executeWithoutResult(
        _ ->
            countLate.count(payments.lock(uuid()), attemptId, new Charge("sandbox", "re_9", null)));
  }
}
