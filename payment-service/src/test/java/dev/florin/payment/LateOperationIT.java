package dev.florin.payment;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.florin.payment.operation.CountLateApproval;
import dev.florin.payment.operation.Operation;
import dev.florin.payment.operation.OperationConclusions;
import dev.florin.payment.operation.OperationOutcome;
import dev.florin.payment.operation.Operations;
import dev.florin.payment.operation.StaleOperationException;
import dev.florin.payment.payment.Payment.Charge;
import dev.florin.payment.payment.Payments;
import dev.florin.payment.resolution.ResumeOperations;
import dev.florin.payment.support.Api;
import dev.florin.payment.support.ChannelEvents;
import dev.florin.payment.support.Downstreams;
import dev.florin.payment.support.PaymentServer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.transaction.support.TransactionTemplate;

/** What a channel did after it had been believed not to: it is counted, or given back. */
class LateOperationIT extends PaymentServer {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String PAYMENT = "/api/v1/payments/PAY_1";
  private static final String NOT_SENT = "{\"channel\":\"sandbox\",\"result\":\"not_sent\"}";
  private static final String SIXTY = "{\"reason\": \"returned\", \"amount\": \"60.00\"}";

  private final String merchantId = newMerchant();

  @Autowired private ResumeOperations resume;
  @Autowired private Operations operations;
  @Autowired private OperationConclusions conclusions;
  @Autowired private CountLateApproval countLate;
  @Autowired private Payments payments;
  @Autowired private TransactionTemplate transactions;
  @Autowired private EmbeddedKafkaBroker broker;

  @Test
  void aRefundThatTheChannelMadeAfterItFailedIsCountedOnceAndNoMoreIsGivenBackThanIsLeft() {
    pay("100.00");
    UUID failed = refundThatIsNotSent(SIXTY);

    approvedLate(failed + "_1", "refund");
    approvedLate(failed + "_1", "refund");
    Api.Reply before = post("/refunds", SIXTY);
    resume.resumeDue();

    assertThat(before.status()).as("it counts from the moment it is known").isEqualTo(422);
    assertThat(operations("refund"))
        .containsExactly("failed 6000 null", "succeeded 6000 " + failed + "_1");
    assertThat(merchant(merchantId).get(PAYMENT).field("amount_refunded")).isEqualTo("60.00");
    assertThat(post("/refunds", SIXTY).field("code")).isEqualTo("refund_exceeds_captured");
    assertThat(DOWNSTREAMS.calls())
        .filteredOn(call -> call.contains("/refunds/"))
        .as("the ledger follows once")
        .hasSize(1);
    assertThat(DOWNSTREAMS.calls())
        .filteredOn(call -> call.contains("/attempts/"))
        .as("nothing is sent for it")
        .hasSize(2);
    assertThat(caseDetail("counted_by")).startsWith("re_");
  }

  @Test
  void aRefundOfAnotherAmountThatTheChannelMadeAfterItFailedIsNotCountedButACase() {
    pay("100.00");
    UUID failed = refundThatIsNotSent(SIXTY);

    approvedLate(failed + "_1", "refund", "40.00");
    resume.resumeDue();

    assertThat(operations("refund")).containsExactly("failed 6000 null");
    assertThat(merchant(merchantId).get(PAYMENT).field("amount_refunded")).isEqualTo("0.00");
    assertThat(caseDetail("confirmed_amount")).isEqualTo("40.00");
  }

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
    assertThat(merchant(merchantId).get(PAYMENT).field("amount_refunded")).isEqualTo("60.00");
    assertThat(post("/refunds", "{\"reason\": \"more\", \"amount\": \"1.00\"}").status())
        .isEqualTo(422);
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
  void aPartOfARefundThatWasMadeAfterAllIsCountedToo() {
    authorise("100.00");
    post("/capture", "{\"amount\": \"30.00\", \"final_capture\": false}");
    post("/capture", "{\"amount\": \"70.00\"}");
    DOWNSTREAMS.neverSent("_2");
    Api.Reply partly = post("/refunds", "{\"reason\": \"all\"}");
    UUID refund = UUID.fromString(partly.field("refund_id").substring(3));
    DOWNSTREAMS.reset();

    approvedLate(refund + "_2", "refund");
    resume.resumeDue();

    assertThat(partly.field("amount")).isEqualTo("30.00");
    assertThat(operations("refund"))
        .containsExactly("succeeded 3000 null", "succeeded 7000 " + refund + "_2");
    assertThat(merchant(merchantId).get(PAYMENT).field("amount_refunded")).isEqualTo("100.00");
    assertThat(DOWNSTREAMS.calls()).noneMatch(call -> call.contains("/attempts/"));
  }

  @Test
  void aCaptureThatTheChannelMadeAfterItFailedIsPostedAndCanBeRefunded() {
    authorise("100.00");
    UUID failed = captureThatIsNotSent("30.00");

    approvedLate(failed + "_1", "capture");
    resume.resumeDue();
    Api.Reply refund = post("/refunds", "{\"reason\": \"returned\"}");

    Api.Reply payment = merchant(merchantId).get(PAYMENT);
    assertThat(payment.field("amount_received")).isEqualTo("30.00");
    assertThat(payment.field("amount_capturable")).isEqualTo("70.00");
    assertThat(payment.field("status")).isEqualTo("requires_capture");
    assertThat(DOWNSTREAMS.calls()).filteredOn(call -> call.contains("/posts/")).hasSize(1);
    assertThat(refund.status()).isEqualTo(201);
    assertThat(DOWNSTREAMS.requests())
        .filteredOn(request -> request.getBodyAsString().contains("\"refund\""))
        .singleElement()
        .satisfies(it -> assertThat(it.getBodyAsString()).contains(failed + "_1"));
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

  /** T7: the worker that heard "not sent" wakes up after the late word. */
  @Test
  void anOpenRefundGoesOnWithTheLateWordAndWhoeverHeardOtherwiseIsOvertaken() {
    pay("100.00");
    UUID refund = refundThatIsNotSent(SIXTY);
    jdbc.sql(
            """
            UPDATE payment_operation
            SET status = 'pending', failure_code = NULL, leased = true,
                resume_at = now() + interval '15 s'
            WHERE uuid = ?
            """)
        .param(refund)
        .update();
    Operation zombie = operations.get(refund);

    approvedLate(refund + "_1", "refund");

    assertThatThrownBy(() -> conclusions.conclude(new OperationOutcome.Unresolved(zombie)))
        .isInstanceOf(StaleOperationException.class);
    resume.resumeDue();
    assertThat(operations("refund")).containsExactly("succeeded 6000 null");
    assertThat(DOWNSTREAMS.calls()).filteredOn(call -> call.contains(refund + "_1")).hasSize(1);
  }

  @Test
  void aVoidThatTheChannelMadeAfterItRefusedCancelsThePayment() {
    authorise("100.00");
    DOWNSTREAMS.channel("void", okJson(Downstreams.DECLINED));
    assertThat(post("/void", "{}").status()).isEqualTo(402);

    approvedLate(uuid() + "_void", "void");
    resume.resumeDue();

    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("canceled");
    assertThat(DOWNSTREAMS.calls()).last().asString().endsWith(":hold/void");
  }

  private UUID refundThatIsNotSent(String body) {
    DOWNSTREAMS.channel("refund", okJson(NOT_SENT));
    assertThat(post("/refunds", body).field("code")).isEqualTo("channel_unavailable");
    DOWNSTREAMS.channel("refund", okJson(Downstreams.APPROVED));
    return onlyOperation();
  }

  private UUID captureThatIsNotSent(String amount) {
    DOWNSTREAMS.channel("capture", okJson(NOT_SENT));
    String body = "{\"amount\": \"%s\", \"final_capture\": false}".formatted(amount);
    assertThat(post("/capture", body).field("code")).isEqualTo("channel_unavailable");
    return onlyOperation();
  }

  private void approvedLate(String attemptId, String operation) {
    approvedLate(attemptId, operation, "");
  }

  private void approvedLate(String attemptId, String operation, String confirmed) {
    UUID event = UUID.randomUUID();
    new ChannelEvents(broker).approvedLate(event, uuid(), attemptId, operation, confirmed);
    await()
        .atMost(SOON)
        .until(
            () ->
                jdbc.sql("SELECT EXISTS (SELECT FROM inbox_event WHERE event_id = ?)")
                    .param(event)
                    .query(Boolean.class)
                    .single());
  }

  private void count(String attemptId) {
    transactions.executeWithoutResult(
        _ ->
            countLate.count(payments.lock(uuid()), attemptId, new Charge("sandbox", "re_9", null)));
  }

  private void pay(String amount) {
    merchant(merchantId).pay(newKey(), body("PAY_1", amount, "USD"));
  }

  private void authorise(String amount) {
    merchant(merchantId).pay(newKey(), manual("PAY_1", amount));
  }

  private Api.Reply post(String operation, String body) {
    return merchant(merchantId).post(newKey(), PAYMENT + operation, body);
  }

  private UUID uuid() {
    return uuidOf(merchantId, "PAY_1");
  }

  private UUID onlyOperation() {
    return jdbc.sql("SELECT uuid FROM payment_operation WHERE payment_uuid = ?")
        .param(uuid())
        .query(UUID.class)
        .single();
  }

  private List<@Nullable String> operations(String kind) {
    return jdbc.sql(
            """
            SELECT status || ' ' || amount || ' ' || COALESCE(counts_attempt, 'null')
            FROM payment_operation WHERE payment_uuid = ? AND kind = ? ORDER BY uuid
            """)
        .params(uuid(), kind)
        .query(String.class)
        .list();
  }

  private @Nullable String caseDetail(String name) {
    return jdbc.sql("SELECT detail ->> ? FROM reconciliation_case WHERE payment_uuid = ?")
        .params(name, uuid())
        .query(String.class)
        .single();
  }
}
