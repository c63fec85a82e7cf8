package dev.florin.payment;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.http.Fault;
import dev.florin.payment.operation.Operation;
import dev.florin.payment.operation.OperationConclusions;
import dev.florin.payment.operation.OperationOutcome;
import dev.florin.payment.operation.Operations;
import dev.florin.payment.operation.StaleOperationException;
import dev.florin.payment.resolution.ResumeOperations;
import dev.florin.payment.support.Api;
import dev.florin.payment.support.Downstreams;
import dev.florin.payment.support.PaymentServer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Operations whose worker died, and whose end is not known. */
class OperationRecoveryIT extends PaymentServer {

  private static final String PAYMENT = "/api/v1/payments/PAY_1";
  private static final String UNKNOWN = "{\"channel\":\"sandbox\",\"result\":\"unknown\"}";
  private static final String REFUND = "{\"reason\": \"returned\", \"amount\": \"60.00\"}";

  private final String merchantId = newMerchant();
  private final String key = newKey();

  @Autowired private ResumeOperations resume;
  @Autowired private Operations operations;
  @Autowired private OperationConclusions conclusions;

  @AfterEach
  void nothingIsLeftForTheNextTest() {
    jdbc.sql(
            """
            UPDATE payment_operation SET resume_at = now() + interval '1 d'
            WHERE status = 'pending'
            """)
        .update();
    jdbc.sql(
            """
            UPDATE payment SET capture_before = now() + interval '1 d'
            WHERE status = 'requires_capture'
            """)
        .update();
  }

  @Test
  void whenTheChannelFailsInsideARefundNothingIsStuckAndItEndsLater() {
    pay("100.00");
    DOWNSTREAMS.channel("refund", aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));

    Api.Reply first = post(key, "/refunds", REFUND);
    Api.Reply repeated = post(key, "/refunds", REFUND);
    long openTransactions =
        jdbc.sql("SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'")
            .query(Long.class)
            .single();
    Api.Reply rest = post(newKey(), "/refunds", REFUND);
    DOWNSTREAMS.channel("refund", okJson(Downstreams.APPROVED));
    resumeAll();
    Api.Reply after = post(key, "/refunds", REFUND);

    assertThat(first.status()).isEqualTo(202);
    assertThat(first.field("status")).isEqualTo("pending");
    assertThat(first.header("Location")).isEqualTo(PAYMENT);
    assertThat(repeated.status()).isEqualTo(202);
    assertThat(openTransactions).isZero();
    assertThat(rest.status()).as("what is pending counts").isEqualTo(422);
    assertThat(after.status()).isEqualTo(201);
    assertThat(after.field("refund_id")).isEqualTo(first.field("refund_id"));
    assertThat(after.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(refunded()).isEqualTo(60_00);
  }

  @Test
  void aRefundWithoutAnAnswerThatTurnsOutDeclinedFreesItsAmount() {
    pay("100.00");
    DOWNSTREAMS.channel("refund", okJson(UNKNOWN));
    post(key, "/refunds", REFUND);
    DOWNSTREAMS.channel(
        "refund", okJson("{\"result\":\"declined\",\"decline_code\":\"refund_declined\"}"));
    resumeAll();

    DOWNSTREAMS.channel("refund", okJson(Downstreams.APPROVED));
    Api.Reply another = post(newKey(), "/refunds", REFUND);

    assertThat(post(key, "/refunds", REFUND).status()).isEqualTo(402);
    assertThat(another.status()).isEqualTo(201);
    assertThat(events("payment.refund_failed")).isEqualTo(1);
    assertThat(refunded()).isEqualTo(60_00);
  }

  @Test
  void aRefundThatTheLedgerDoesNotConfirmStaysOpenUntilItDoes() {
    pay("100.00");
    DOWNSTREAMS.refunds(serverError());

    Api.Reply first = post(key, "/refunds", REFUND);
    DOWNSTREAMS.refunds(okJson(Downstreams.POSTED));
    resumeAll();

    assertThat(first.status()).isEqualTo(202);
    assertThat(post(key, "/refunds", REFUND).status()).isEqualTo(201);
  }

  @Test
  void aCaptureWithoutAnAnswerLeavesTheRestCapturableAndBlocksWhatWouldEndIt() {
    authorise("100.00");
    DOWNSTREAMS.channel("capture", okJson(UNKNOWN));
    String part = "{\"amount\": \"30.00\", \"final_capture\": false}";

    Api.Reply first = post(key, "/capture", part);
    Api.Reply end = post(newKey(), "/capture", "{\"amount\": \"10.00\"}");
    Api.Reply cancel = post(newKey(), "/void", "{}");
    DOWNSTREAMS.channel("capture", okJson(Downstreams.APPROVED));
    Api.Reply another = post(newKey(), "/capture", part);
    resumeAll();

    assertThat(first.status()).isEqualTo(202);
    assertThat(first.field("amount_capturable")).isEqualTo("70.00");
    assertThat(first.field("amount_received")).isEqualTo("0.00");
    assertThat(end.field("code")).isEqualTo("operation_in_progress");
    assertThat(cancel.field("code")).isEqualTo("operation_in_progress");
    assertThat(cancel.header("Retry-After")).isEqualTo("1");
    assertThat(another.status()).isEqualTo(200);
    assertThat(merchant(merchantId).get(PAYMENT).field("amount_received")).isEqualTo("60.00");
    assertThat(events("payment.captured")).isEqualTo(2);
  }

  @Test
  void anOperationThatStaysOpenIsTriedAfterGrowingPauses() {
    pay("100.00");
    DOWNSTREAMS.channel("refund", okJson(UNKNOWN));
    post(key, "/refunds", REFUND);

    for (int pause : List.of(5, 30, 120, 600)) {
      assertThat(secondsUntilDue()).isBetween(pause - 2, pause);
      resumeAll();
    }
  }

  @Test
  void whoAsksForTheRefundsHastensTheOpenOnes() {
    pay("100.00");
    DOWNSTREAMS.channel("refund", okJson(UNKNOWN));
    post(key, "/refunds", REFUND);
    jdbc.sql(
            """
            UPDATE payment_operation SET resume_at = now() + interval '1 h',
                                         updated_at = now() - interval '6 s'
            WHERE payment_uuid = ?
            """)
        .param(uuidOf(merchantId, "PAY_1"))
        .update();

    merchant(merchantId).get(PAYMENT + "/refunds");

    assertThat(secondsUntilDue()).isLessThanOrEqualTo(0);
  }

  @Test
  void anOperationWhoseWorkerDiedIsFinishedOnceAfterItsLease() {
    crashInARefund();
    resume.resumeDue();
    assertThat(post(key, "/refunds", REFUND).status()).isEqualTo(409);

    makeDue();
    resume.resumeDue();
    resume.resumeDue();

    assertThat(post(key, "/refunds", REFUND).status()).isEqualTo(201);
    assertThat(events("payment.refunded")).isEqualTo(1);
    assertThat(refunded()).isEqualTo(60_00);
    assertThat(DOWNSTREAMS.calls()).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void afterTheLeaseTheNextCallerResumesTheSameOperation() {
    UUID uuid = crashInARefund();
    makeDue();

    Api.Reply repeated = post(key, "/refunds", REFUND);

    assertThat(repeated.status()).isEqualTo(201);
    assertThat(repeated.field("refund_id")).isEqualTo("re_" + uuid);
    assertThat(refunded()).isEqualTo(60_00);
  }

  @Test
  void aWorkerThatWasOvertakenWritesNothing() {
    UUID uuid = crashInARefund();
    Operation zombie = operations.get(uuid);
    makeDue();
    Operation taken = operations.takeUp(uuid).orElseThrow();

    assertThatThrownBy(() -> conclusions.conclude(new OperationOutcome.Succeeded(zombie, false)))
        .isInstanceOf(StaleOperationException.class);
    assertThatThrownBy(() -> conclusions.conclude(new OperationOutcome.Unresolved(zombie)))
        .isInstanceOf(StaleOperationException.class);
    assertThat(events("payment.refunded")).isZero();
    conclusions.conclude(new OperationOutcome.Succeeded(taken, false));
    assertThat(events("payment.refunded")).isEqualTo(1);
  }

  @Test
  void twoRecoverersNeverHandleOneOperation() {
    crashInARefund();
    DOWNSTREAMS.channel("refund", okJson(Downstreams.APPROVED).withFixedDelay(300));
    makeDue();

    try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
      workers.execute(resume::resumeDue);
      workers.execute(resume::resumeDue);
    }

    assertThat(DOWNSTREAMS.calls()).hasSize(2);
    assertThat(refunded()).isEqualTo(60_00);
  }

  private void pay(String amount) {
    merchant(merchantId).pay(newKey(), body("PAY_1", amount, "USD"));
  }

  private void authorise(String amount) {
    merchant(merchantId).pay(newKey(), manual("PAY_1", amount));
  }

  private Api.Reply post(String withKey, String operation, String body) {
    return merchant(merchantId).post(withKey, PAYMENT + operation, body);
  }

  /** The rows are put back to what the first transaction wrote: the worker died after it. */
  private UUID crashInARefund() {
    pay("100.00");
    post(key, "/refunds", REFUND);
    UUID payment = uuidOf(merchantId, "PAY_1");
    UUID uuid =
        jdbc.sql(
                """
                UPDATE payment_operation
                SET status = 'pending', leased = true, resume_at = now() + interval '15 s',
                    channel = NULL, transaction_id = NULL, message = NULL,
                    parts = jsonb_build_array((parts -> 0) - 'progress')
                WHERE payment_uuid = ? RETURNING uuid
                """)
            .param(payment)
            .query(UUID.class)
            .single();
    jdbc.sql("DELETE FROM outbox_event WHERE aggregate_id = ? AND type = 'payment.refunded'")
        .param(payment)
        .update();
    jdbc.sql("UPDATE payment SET refunded = 0, event_sequence = event_sequence - 1 WHERE uuid = ?")
        .param(payment)
        .update();
    jdbc.sql(
            """
            UPDATE idempotency_record SET answer_status = NULL, answer_body = NULL
            WHERE work_uuid = ?
            """)
        .param(uuid)
        .update();
    forgetCachedAnswers(merchantId);
    DOWNSTREAMS.reset();
    return uuid;
  }

  private void resumeAll() {
    makeDue();
    resume.resumeDue();
  }

  private void makeDue() {
    jdbc.sql(
            """
            UPDATE payment_operation SET resume_at = now()
            WHERE status = 'pending'
              AND payment_uuid IN (SELECT uuid FROM payment WHERE merchant_id = ?)
            """)
        .param(merchantId)
        .update();
  }

  private int secondsUntilDue() {
    return jdbc.sql(
            """
            SELECT round(extract(epoch FROM resume_at - now())) FROM payment_operation
            WHERE payment_uuid = ?
            """)
        .param(uuidOf(merchantId, "PAY_1"))
        .query(Integer.class)
        .single();
  }

  private long refunded() {
    return jdbc.sql("SELECT refunded FROM payment WHERE uuid = ?")
        .param(uuidOf(merchantId, "PAY_1"))
        .query(Long.class)
        .single();
  }

  private long events(String type) {
    return jdbc.sql("SELECT count(*) FROM outbox_event WHERE aggregate_id = ? AND type = ?")
        .params(uuidOf(merchantId, "PAY_1"), type)
        .query(Long.class)
        .single();
  }
}
