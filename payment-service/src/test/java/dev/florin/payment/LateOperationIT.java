package dev.florin.payment;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.florin.payment.operation.Operation;
import dev.florin.payment.operation.OperationConclusions;
import dev.florin.payment.operation.OperationOutcome;
import dev.florin.payment.operation.Operations;
import dev.florin.payment.operation.StaleOperationException;
import dev.florin.payment.support.Api;
import dev.florin.payment.support.Downstreams;
import dev.florin.payment.support.LateOperations;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What a channel did after it had been believed not to is counted. */
class LateOperationIT extends LateOperations {

  @Autowired private Operations operations;
  @Autowired private OperationConclusions conclusions;

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
}
