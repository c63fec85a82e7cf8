package dev.florin.payment;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static com.github.tomakehurst.wiremock.client.WireMock.unauthorized;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.http.Fault;
import dev.florin.payment.authorization.Conclusions;
import dev.florin.payment.authorization.Outcome;
import dev.florin.payment.payment.OpenPayments;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.PaymentError;
import dev.florin.payment.payment.Payments;
import dev.florin.payment.payment.StalePaymentException;
import dev.florin.payment.resolution.ResumePayments;
import dev.florin.payment.support.Api;
import dev.florin.payment.support.Downstreams;
import dev.florin.payment.support.PaymentServer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Payments whose worker died, and payments whose end is not known. */
class RecoveryIT extends PaymentServer {

  private static final String UNKNOWN = "{\"channel\":\"sandbox\",\"result\":\"unknown\"}";

  private final String merchantId = newMerchant();
  private final String key = newKey();

  @Autowired private ResumePayments resume;
  @Autowired private OpenPayments open;
  @Autowired private Payments payments;
  @Autowired private Conclusions conclusions;
  @Autowired private MeterRegistry meters;

  @AfterEach
  void nothingIsLeftForTheNextTest() {
    jdbc.sql(
            """
            UPDATE payment SET resume_at = now() + interval '1 d' WHERE status = 'processing'
            """)
        .update();
  }

  @Test
  void aPaymentWithoutAnAnswerFromTheChannelIsAcceptedAndResolvedLater() {
    DOWNSTREAMS.channel(okJson(UNKNOWN));
    Api.Reply first = merchant(merchantId).pay(key, body("PAY_1"));
    Api.Reply repeated = merchant(merchantId).pay(key, body("PAY_1"));
    DOWNSTREAMS.channel(okJson(Downstreams.APPROVED));
    makeDue();
    resume.resumeDue();

    Api.Reply after = merchant(merchantId).pay(key, body("PAY_1"));
    Api.Reply again = merchant(merchantId).pay(key, body("PAY_1"));

    assertThat(first.status()).isEqualTo(202);
    assertThat(first.header("Location")).isEqualTo("/api/v1/payments/PAY_1");
    assertThat(first.field("status")).isEqualTo("processing");
    assertThat(repeated.status()).isEqualTo(202);
    assertThat(repeated.field("status")).isEqualTo("processing");
    assertThat(after.status()).isEqualTo(201);
    assertThat(after.field("status")).isEqualTo("succeeded");
    assertThat(after.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(again.text()).isEqualTo(after.text());
    assertThat(DOWNSTREAMS.calls()).noneMatch(call -> call.contains("reversals"));
  }

  @Test
  void aConnectionThatBreaksAtTheChannelReversesNothing() {
    DOWNSTREAMS.channel(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));

    Api.Reply reply = merchant(merchantId).pay(key, body("PAY_1"));

    assertThat(reply.status()).isEqualTo(202);
    assertThat(DOWNSTREAMS.calls()).hasSize(3);
  }

  @Test
  void aPaymentThatStaysOpenIsTriedAfterGrowingPausesAndThenEveryDay() {
    openPayment();

    for (int pause : List.of(5, 30, 120, 600, 3600, 21_600, 86_400, 86_400, 86_400)) {
      assertThat(secondsUntilDue()).isBetween(pause - 2, pause);
      makeDue();
      resume.resumeDue();
    }
  }

  @Test
  void aPaymentThatOutlastsTheGrowingPausesIsAnErrorOnce() {
    double before = errors();
    openPayment();

    outlastThePauses();
    poll();
    poll();

    assertThat(errors() - before).isEqualTo(1);
  }

  @Test
  void anAbandonedPaymentIsStillToBeReversedAfterTheGrowingPauses() {
    DOWNSTREAMS.channel(unauthorized());
    DOWNSTREAMS.reversals(serverError());
    merchant(merchantId).pay(key, body("PAY_1"));

    outlastThePauses();

    assertThat(stored().abandonedFor()).isEqualTo(PaymentError.CHANNEL_UNAVAILABLE);
    assertThat(secondsUntilDue()).isBetween(86_398, 86_400);
  }

  @Test
  void aPaymentThatIsPolledThroughAnOutageEndsWhenTheOutageDoes() {
    openPayment();
    for (int i = 0; i < 10; i++) {
      poll();
    }

    DOWNSTREAMS.channel(okJson(Downstreams.APPROVED));
    poll();

    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("succeeded");
  }

  @Test
  void aPollDoesNotLengthenThePauses() {
    openPayment();

    poll();
    poll();

    assertThat(secondsUntilDue()).isBetween(3, 5);
  }

  @Test
  void aPaymentThatRiskAllowedIsResolvedWhileRiskIsAway() {
    openPayment();
    DOWNSTREAMS.risk(serverError());
    DOWNSTREAMS.channel(okJson(Downstreams.APPROVED));

    makeDue();
    resume.resumeDue();

    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("succeeded");
  }

  @Test
  void aPaymentWhoseWorkerDiedIsFinishedOnceAfterItsLease() {
    crashBetweenTheTransactions();
    resume.resumeDue();
    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("processing");

    makeDue();
    resume.resumeDue();
    resume.resumeDue();

    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("succeeded");
    assertThat(DOWNSTREAMS.calls()).hasSize(3);
    assertThat(events("payment.succeeded")).isEqualTo(1);
    assertThat(merchant(merchantId).pay(key, body("PAY_1")).status()).isEqualTo(201);
  }

  @Test
  void whileTheLeaseHoldsTheSameRequestIsInFlight() {
    crashBetweenTheTransactions();

    Api.Reply repeated = merchant(merchantId).pay(key, body("PAY_1"));

    assertThat(repeated.status()).isEqualTo(409);
    assertThat(repeated.header("Retry-After")).isEqualTo("1");
  }

  @Test
  void afterTheLeaseTheNextCallerResumesTheSamePayment() {
    UUID uuid = crashBetweenTheTransactions();
    makeDue();

    Api.Reply repeated = merchant(merchantId).pay(key, body("PAY_1"));

    assertThat(repeated.status()).isEqualTo(201);
    assertThat(uuidOf(merchantId, "PAY_1")).isEqualTo(uuid);
    assertThat(paymentsOf(merchantId)).isEqualTo(1);
  }

  @Test
  void aWorkerThatWasOvertakenMayWriteNothingAnyMore() {
    crashBetweenTheTransactions();
    Payment zombie = stored();
    makeDue();
    Payment taken = open.takeUp(zombie.id().value()).orElseThrow();

    assertThatThrownBy(() -> conclusions.conclude(new Outcome.Succeeded(zombie)))
        .isInstanceOf(StalePaymentException.class);
    assertThatThrownBy(() -> open.giveBack(zombie)).isInstanceOf(StalePaymentException.class);
    assertThatThrownBy(() -> open.abandon(zombie, PaymentError.CHANNEL_UNAVAILABLE))
        .isInstanceOf(StalePaymentException.class);
    assertThatThrownBy(() -> open.goOnDegraded(zombie)).isInstanceOf(StalePaymentException.class);
    assertThat(events("payment.succeeded")).isZero();
    conclusions.conclude(new Outcome.Succeeded(taken));
    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("succeeded");
    assertThat(events("payment.succeeded")).isEqualTo(1);
  }

  @Test
  void twoRecoverersNeverHandleOnePayment() {
    crashBetweenTheTransactions();
    DOWNSTREAMS.channel(okJson(Downstreams.APPROVED).withFixedDelay(300));
    makeDue();

    try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
      workers.execute(resume::resumeDue);
      workers.execute(resume::resumeDue);
    }

    assertThat(DOWNSTREAMS.calls()).hasSize(3);
    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("succeeded");
  }

  @Test
  void whatIsDueIsWorkedThroughInOneGoEvenIfItIsMoreThanThereAreWorkers() {
    DOWNSTREAMS.channel(okJson(UNKNOWN));
    for (int i = 0; i < 25; i++) {
      merchant(merchantId).pay(newKey(), body("PAY_" + i));
    }
    DOWNSTREAMS.channel(okJson(Downstreams.APPROVED));

    makeDue();
    resume.resumeDue();

    assertThat(
            jdbc.sql("SELECT DISTINCT status FROM payment WHERE merchant_id = ?")
                .param(merchantId)
                .query(String.class)
                .list())
        .containsExactly("succeeded");
  }

  @Test
  void aReversalThatIsNotConfirmedIsRepeatedUntilItIs() {
    DOWNSTREAMS.channel(okJson(Downstreams.DECLINED));
    DOWNSTREAMS.reversals(serverError());
    merchant(merchantId).pay(key, body("PAY_1"));
    makeDue();
    resume.resumeDue();
    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("processing");

    DOWNSTREAMS.reversals(okJson(Downstreams.POSTED));
    makeDue();
    resume.resumeDue();

    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("failed");
    Api.Reply repeated = merchant(merchantId).pay(key, body("PAY_1"));
    assertThat(repeated.status()).isEqualTo(402);
    assertThat(repeated.field("code")).isEqualTo("card_declined");
  }

  @Test
  void whoAsksForAnOpenPaymentHastensItsNextTryAtMostOnceInFiveSeconds() {
    openPayment();
    merchant(merchantId).get("/api/v1/payments/PAY_1");
    assertThat(secondsUntilDue()).isGreaterThan(2);
    jdbc.sql(
            """
            UPDATE payment SET resume_at = now() + interval '1 h',
                               updated_at = now() - interval '6 s' WHERE merchant_id = ?
            """)
        .param(merchantId)
        .update();

    merchant(merchantId).get("/api/v1/payments/PAY_1");

    assertThat(secondsUntilDue()).isLessThanOrEqualTo(0);
  }

  @Test
  void whoWantsToRefundAnOpenPaymentHastensItsNextTry() {
    openPayment();
    jdbc.sql(
            """
            UPDATE payment SET resume_at = now() + interval '1 h',
                               updated_at = now() - interval '6 s' WHERE merchant_id = ?
            """)
        .param(merchantId)
        .update();

    Api.Reply refund =
        merchant(merchantId)
            .post(newKey(), "/api/v1/payments/PAY_1/refunds", "{\"reason\": \"returned\"}");

    assertThat(refund.status()).isEqualTo(409);
    assertThat(refund.field("payment_status")).isEqualTo("processing");
    assertThat(secondsUntilDue()).isLessThanOrEqualTo(0);
  }

  @Test
  void askingForAPaymentThatIsBeingWorkedOnChangesNothing() {
    crashBetweenTheTransactions();
    jdbc.sql("UPDATE payment SET updated_at = now() - interval '6 s' WHERE merchant_id = ?")
        .param(merchantId)
        .update();

    merchant(merchantId).get("/api/v1/payments/PAY_1");

    assertThat(secondsUntilDue()).isGreaterThan(5);
  }

  /** The rows are put back to what the first transaction wrote: the worker died after it. */
  private UUID crashBetweenTheTransactions() {
    merchant(merchantId).pay(key, body("PAY_1"));
    UUID uuid = uuidOf(merchantId, "PAY_1");
    jdbc.sql("DELETE FROM payment_transition WHERE payment_uuid = ? AND version > 1")
        .param(uuid)
        .update();
    jdbc.sql("DELETE FROM outbox_event WHERE aggregate_id = ?").param(uuid).update();
    jdbc.sql(
            """
            UPDATE idempotency_record SET answer_status = NULL, answer_body = NULL
            WHERE payment_uuid = ?
            """)
        .param(uuid)
        .update();
    jdbc.sql(
            """
            UPDATE payment
            SET status = 'processing', version = 1, captured = 0, leased = true, risk_decision = NULL,
                risk_level = NULL, risk_score = NULL, channel = NULL, transaction_id = NULL,
                message = NULL, resume_at = now() + interval '15 s', resumptions = 0
            WHERE uuid = ?
            """)
        .param(uuid)
        .update();
    forgetCachedAnswers(merchantId);
    DOWNSTREAMS.reset();
    return uuid;
  }

  private void openPayment() {
    DOWNSTREAMS.channel(okJson(UNKNOWN));
    merchant(merchantId).pay(key, body("PAY_1"));
  }

  private void outlastThePauses() {
    for (int i = 0; i < 10; i++) {
      makeDue();
      resume.resumeDue();
    }
  }

  /** A client asks, as it does every six seconds, and the recoverer comes by. */
  private void poll() {
    jdbc.sql("UPDATE payment SET updated_at = now() - interval '6 s' WHERE merchant_id = ?")
        .param(merchantId)
        .update();
    merchant(merchantId).get("/api/v1/payments/PAY_1");
    resume.resumeDue();
  }

  private double errors() {
    Counter counter = meters.find("payment_errors_total").tag("step", "payment.process").counter();
    return counter == null ? 0 : counter.count();
  }

  private Payment stored() {
    return payments.get(uuidOf(merchantId, "PAY_1"));
  }

  private void makeDue() {
    jdbc.sql("UPDATE payment SET resume_at = now() WHERE merchant_id = ?")
        .param(merchantId)
        .update();
  }

  private int secondsUntilDue() {
    return jdbc.sql(
            """
            SELECT round(extract(epoch FROM resume_at - now())) FROM payment
            WHERE merchant_id = ?
            """)
        .param(merchantId)
        .query(Integer.class)
        .single();
  }

  private long events(String type) {
    return jdbc.sql("SELECT count(*) FROM outbox_event WHERE aggregate_id = ? AND type = ?")
        .params(uuidOf(merchantId, "PAY_1"), type)
        .query(Long.class)
        .single();
  }
}
