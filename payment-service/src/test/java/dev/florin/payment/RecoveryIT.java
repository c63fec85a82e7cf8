package dev.florin.payment;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
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
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.core.StringRedisTemplate;

/** Payments whose worker died, and payments whose end is not known. */
class RecoveryIT extends PaymentServer {

  private static final String UNKNOWN = "{\"channel\":\"sandbox\",\"result\":\"unknown\"}";

  private final String merchantId = newMerchant();
  private final String key = newKey();

  @Autowired private ResumePayments resume;
  @Autowired private OpenPayments open;
  @Autowired private Payments payments;
  @Autowired private Conclusions conclusions;
  @Autowired private StringRedisTemplate redis;

  @AfterEach
  void nothingIsLeftForTheNextTest() {
    jdbc.sql("UPDATE payment SET resume_at = NULL WHERE status = 'processing'").update();
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

  @ParameterizedTest
  @CsvSource({"0, 5", "1, 30", "2, 120", "3, 600", "4, 3600", "5, 21600", "6, 86400"})
  void aPaymentThatStaysOpenIsTriedAfterGrowingPauses(int resumptions, int seconds) {
    openPayment();
    jdbc.sql("UPDATE payment SET resumptions = ? WHERE merchant_id = ?")
        .params(resumptions, merchantId)
        .update();

    open.giveBack(stored());

    assertThat(secondsUntilDue()).isBetween(seconds - 2, seconds);
  }

  @Test
  void aPaymentThatIsStillOpenAfterTheLastTryWaitsForAPerson() {
    openPayment();
    jdbc.sql("UPDATE payment SET resumptions = 7 WHERE merchant_id = ?").param(merchantId).update();

    open.giveBack(stored());

    assertThat(
            jdbc.sql("SELECT resume_at IS NULL FROM payment WHERE merchant_id = ?")
                .param(merchantId)
                .query(Boolean.class)
                .single())
        .isTrue();
    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("processing");
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
            SET status = 'processing', version = 1, leased = true, risk_decision = NULL,
                risk_level = NULL, risk_score = NULL, channel = NULL, transaction_id = NULL,
                message = NULL, resume_at = now() + interval '15 s', resumptions = 0
            WHERE uuid = ?
            """)
        .param(uuid)
        .update();
    redis.delete(redis.keys("idempotency:" + merchantId + ":*"));
    DOWNSTREAMS.reset();
    return uuid;
  }

  private void openPayment() {
    DOWNSTREAMS.channel(okJson(UNKNOWN));
    merchant(merchantId).pay(key, body("PAY_1"));
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
