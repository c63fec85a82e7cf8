package dev.florin.payment;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.payment.resolution.ExpireWaits;
import dev.florin.payment.resolution.ResumePayments;
import dev.florin.payment.support.Api;
import dev.florin.payment.support.Downstreams;
import dev.florin.payment.support.PaymentServer;
import dev.florin.payment.support.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Payments that wait for a person, and what comes of the decision. */
class ReviewIT extends PaymentServer {

  private static final String REVIEW =
      "{\"decision\":\"review\",\"level\":\"medium\",\"score\":50}";
  private static final String INSUFFICIENT =
      "{\"result\":\"declined\",\"decline_code\":\"insufficient_funds\"}";
  private static final String ACTION =
      """
      {"channel":"sandbox","result":"requires_action","transaction_id":"ch_1",
       "next_action":{"type":"redirect","url":"https://psp.test/3ds"}}
      """;
  private static final String UNKNOWN = "{\"channel\":\"sandbox\",\"result\":\"unknown\"}";

  private final String merchantId = newMerchant();
  private final String key = newKey();
  private final String reviewKey = newKey();

  @Autowired private ResumePayments resume;
  @Autowired private ExpireWaits expire;

  @BeforeEach
  void aPaymentWaitsForAPerson() {
    DOWNSTREAMS.risk(okJson(REVIEW));
    assertThat(pay().field("status")).isEqualTo("requires_review");
    assertThat(DOWNSTREAMS.calls()).hasSize(1);
  }

  @Test
  void anApprovedPaymentGoesOnInTheRequestWithoutBeingAssessedAgain() {
    Api.Reply reply = review("approve");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.field("status")).isEqualTo("succeeded");
    assertThat(reply.header("Location")).isEqualTo("/api/v1/payments/PAY_1");
    assertThat(DOWNSTREAMS.calls()).filteredOn(call -> call.contains("assessments")).hasSize(1);
    assertThat(history())
        .containsExactly(
            "1 created > processing by " + merchantId + ": accepted",
            "2 processing > requires_review by payment-service: the risk rules ask for a person",
            "3 requires_review > processing by " + merchantId + ": approved: known customer",
            "4 processing > succeeded by payment-service: paid by the channel");
    assertThat(
            jdbc.sql("SELECT risk_decision || risk_level FROM payment WHERE merchant_id = ?")
                .param(merchantId)
                .query(String.class)
                .single())
        .isEqualTo("allowmedium");
  }

  @Test
  void theFirstRequestIsAnsweredAsOpenUntilTheEndAndThenWithTheEnd() {
    Api.Reply before = pay();
    review("approve");
    Api.Reply after = pay();
    Api.Reply again = pay();

    assertThat(before.status()).isEqualTo(202);
    assertThat(before.field("status")).isEqualTo("requires_review");
    assertThat(after.status()).isEqualTo(201);
    assertThat(after.field("status")).isEqualTo("succeeded");
    assertThat(after.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(again.text()).isEqualTo(after.text());
  }

  @Test
  void theSameDecisionSentAgainIsAnsweredByteForByte() {
    Api.Reply first = review("approve");
    forgetCachedAnswers(merchantId);

    Api.Reply again = review("approve");

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.text()).isEqualTo(first.text());
    assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(DOWNSTREAMS.calls()).filteredOn(call -> call.contains("attempts")).hasSize(1);
  }

  @Test
  void anApprovedPaymentThatTheChannelDeclinesFailsAndTheDecisionIsAnsweredWithIt() {
    DOWNSTREAMS.channel(okJson(Downstreams.DECLINED));

    Api.Reply reply = review("approve");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.field("status")).isEqualTo("failed");
    assertThat(reply.field("decline_code")).isEqualTo("expired_card");
    assertThat(DOWNSTREAMS.calls()).last().asString().contains("reversals");
    assertThatBothAreReplayed(reply, 402);
    assertThat(pay().field("code")).isEqualTo("card_declined");
  }

  @Test
  void anApprovedPaymentThatTheWalletCannotPayFailsAndTheDecisionIsAnsweredWithIt() {
    DOWNSTREAMS.deductions(okJson(INSUFFICIENT));

    Api.Reply reply = review("approve");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.field("status")).isEqualTo("failed");
    assertThat(reply.field("decline_code")).isEqualTo("insufficient_funds");
    assertThatBothAreReplayed(reply, 402);
  }

  @Test
  void anApprovedPaymentThatIsCapturedByHandThenWaitsForItsCapture() {
    merchant(merchantId).pay(newKey(), manual("PAY_2", "19.99"));
    String another = newKey();

    Api.Reply reply = merchant(merchantId).review(another, "PAY_2", "approve", "known customer");
    Api.Reply again = merchant(merchantId).review(another, "PAY_2", "approve", "known customer");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.field("status")).isEqualTo("requires_capture");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.text()).isEqualTo(reply.text());
  }

  @Test
  void anApprovedPaymentThatItsPayerMustConfirmIsAcceptedUntilItsEnd() {
    DOWNSTREAMS.channel(okJson(ACTION));

    Api.Reply reply = review("approve");
    Api.Reply again = review("approve");

    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.field("status")).isEqualTo("requires_action");
    assertThat(again.status()).isEqualTo(202);
    assertThat(again.field("status")).isEqualTo("requires_action");
  }

  @Test
  void anApprovedPaymentWhoseOutcomeIsUnknownIsAcceptedAndResolvedLater() {
    DOWNSTREAMS.channel(okJson(UNKNOWN));
    Api.Reply first = review("approve");
    Api.Reply repeated = review("approve");
    DOWNSTREAMS.channel(okJson(Downstreams.APPROVED));
    makeDue();
    resume.resumeDue();

    assertThat(first.status()).isEqualTo(202);
    assertThat(first.field("status")).isEqualTo("processing");
    assertThat(repeated.status()).isEqualTo(202);
    Api.Reply end = review("approve");
    assertThat(end.status()).isEqualTo(200);
    assertThat(end.field("status")).isEqualTo("succeeded");
    assertThatBothAreReplayed(end, 201);
  }

  @Test
  void aDeclinedPaymentEndsAndNothingWasEverTaken() {
    Api.Reply reply = review("decline");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.field("status")).isEqualTo("failed");
    assertThat(reply.field("decline_code")).isEqualTo("review_declined");
    assertThat(DOWNSTREAMS.calls()).hasSize(1);
    assertThat(history())
        .last()
        .isEqualTo("3 requires_review > failed by " + merchantId + ": declined: known customer");
    assertThat(events()).containsExactly("2 payment.requires_review", "3 payment.failed");
    Api.Reply repeated = pay();
    assertThat(repeated.status()).isEqualTo(402);
    assertThat(repeated.field("code")).isEqualTo("review_declined");
    assertThat(review("decline").text()).isEqualTo(reply.text());
  }

  @Test
  void aPaymentIsDecidedOnOnce() {
    review("decline");

    Api.Reply second = merchant(merchantId).review(newKey(), "PAY_1", "approve", "changed my mind");

    assertThat(second.status()).isEqualTo(409);
    assertThat(second.field("code")).isEqualTo("invalid_state");
    assertThat(second.field("payment_status")).isEqualTo("failed");
    assertThat(second.field("detail")).contains("failed").contains("is final");
    assertThat(DOWNSTREAMS.calls()).hasSize(1);
  }

  @Test
  void aPaymentThatDoesNotWaitForAPersonIsNotReviewed() {
    DOWNSTREAMS.risk(okJson(Downstreams.ALLOW));
    DOWNSTREAMS.channel(okJson(UNKNOWN));
    merchant(merchantId).pay(newKey(), body("PAY_2"));

    for (String decision : List.of("approve", "decline")) {
      Api.Reply reply = merchant(merchantId).review(newKey(), "PAY_2", decision, "no reason");
      assertThat(reply.status()).isEqualTo(409);
      assertThat(reply.field("payment_status")).isEqualTo("processing");
      assertThat(reply.field("detail")).contains("requires_capture");
    }
  }

  @Test
  void ofManyDecisionsAtOnceOneCounts() throws InterruptedException, ExecutionException {
    List<Callable<Api.Reply>> decisions = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String decision = i % 2 == 0 ? "approve" : "decline";
      decisions.add(() -> merchant(merchantId).review(newKey(), "PAY_1", decision, "at once"));
    }

    List<Api.Reply> replies = atOnce(decisions);

    assertThat(replies).filteredOn(reply -> reply.status() != 409).hasSize(1);
    assertThat(replies)
        .filteredOn(reply -> reply.status() == 409)
        .allSatisfy(reply -> assertThat(reply.field("code")).isEqualTo("invalid_state"));
    boolean approved =
        replies.stream().anyMatch(reply -> reply.field("status").equals("succeeded"));
    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo(approved ? "succeeded" : "failed");
    assertThat(DOWNSTREAMS.calls()).hasSize(approved ? 3 : 1);
    assertThat(history()).hasSize(approved ? 4 : 3);
  }

  @Test
  void aDecisionWhoseWorkerDiedIsFinishedAfterItsLeaseAndAnsweredWithTheEnd() {
    DOWNSTREAMS.channel(okJson(UNKNOWN));
    review("approve");
    asIfTheWorkerHadDied();
    DOWNSTREAMS.channel(okJson(Downstreams.APPROVED));
    assertThat(review("approve").status()).isEqualTo(409);

    makeDue();
    resume.resumeDue();

    Api.Reply end = review("approve");
    assertThat(end.status()).isEqualTo(200);
    assertThat(end.field("status")).isEqualTo("succeeded");
    assertThatBothAreReplayed(end, 201);
    assertThat(history()).hasSize(4);
  }

  @Test
  void afterTheLeaseTheSameDecisionCarriesThePaymentOn() {
    DOWNSTREAMS.channel(okJson(UNKNOWN));
    review("approve");
    asIfTheWorkerHadDied();
    DOWNSTREAMS.channel(okJson(Downstreams.APPROVED));

    makeDue();
    Api.Reply reply = review("approve");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.field("status")).isEqualTo("succeeded");
    assertThatBothAreReplayed(reply, 201);
  }

  @Test
  void afterTheLeaseTheFirstRequestCarriesThePaymentOnAndTheDecisionHasItsOwnAnswer() {
    DOWNSTREAMS.channel(okJson(UNKNOWN));
    review("approve");
    asIfTheWorkerHadDied();
    DOWNSTREAMS.channel(okJson(Downstreams.DECLINED));
    jdbc.sql(
            """
            UPDATE idempotency_record SET answer_status = NULL
            WHERE merchant_id = ? AND operation = 'payments.create'
            """)
        .param(merchantId)
        .update();

    makeDue();
    Api.Reply first = pay();

    assertThat(first.status()).isEqualTo(402);
    Api.Reply decided = review("approve");
    assertThat(decided.status()).isEqualTo(200);
    assertThat(decided.field("status")).isEqualTo("failed");
    assertThat(decided.header("Idempotent-Replayed")).isEqualTo("true");
  }

  @Test
  void withoutADecisionInTimeThePaymentFailsOnceHoweverManyLook()
      throws InterruptedException, ExecutionException {
    expire.expireDue();
    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("requires_review");

    letTheWindowPass();
    Callable<Boolean> look =
        () -> {
          expire.expireDue();
          return true;
        };
    atOnce(List.of(look, look, look, look));

    assertThat(history())
        .last()
        .isEqualTo("3 requires_review > failed by payment-service: review_expired");
    assertThat(history()).hasSize(3);
    assertThat(events()).containsExactly("2 payment.requires_review", "3 payment.failed");
    assertThat(pay().field("code")).isEqualTo("review_expired");
    assertThat(review("approve").status()).isEqualTo(409);
    assertThat(DOWNSTREAMS.calls()).hasSize(1);
  }

  @Test
  void aDecisionAndTheEndOfItsWindowAtOnceLeadToOneEnd()
      throws InterruptedException, ExecutionException {
    letTheWindowPass();

    List<Boolean> approved =
        atOnce(
            List.of(
                () -> review("approve").status() == 200,
                () -> {
                  expire.expireDue();
                  return false;
                }));
    expire.expireDue();

    assertThat(statusOf(merchantId, "PAY_1"))
        .isEqualTo(approved.getFirst() ? "succeeded" : "failed");
    assertThat(DOWNSTREAMS.calls()).hasSize(approved.getFirst() ? 3 : 1);
  }

  @Test
  void onlyTheMerchantDecidesAndOnlyOnItsOwnPayments() {
    Api user = with(Tokens.user(merchantId, "USER_1"));
    Api reader = with(Tokens.merchant(merchantId, "payments:read"));

    assertThat(user.review(newKey(), "PAY_1", "approve", "it is mine").status()).isEqualTo(403);
    assertThat(reader.review(newKey(), "PAY_1", "approve", "why not").status()).isEqualTo(403);
    assertThat(operator().review(newKey(), "PAY_1", "approve", "why not").status()).isEqualTo(403);
    assertThat(merchant(newMerchant()).review(newKey(), "PAY_1", "approve", "hm").status())
        .isEqualTo(404);
    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("requires_review");
  }

  @Test
  void aDecisionNeedsAKeyAReasonAndIsOneOfTwo() {
    Api merchant = merchant(merchantId);

    assertThat(
            merchant
                .post(
                    "/api/v1/payments/PAY_1/review",
                    "{\"decision\": \"approve\", \"reason\": \"ok\"}")
                .field("code"))
        .isEqualTo("idempotency_key_required");
    assertThat(merchant.review(newKey(), "PAY_1", "maybe", "ok").status()).isEqualTo(400);
    assertThat(merchant.review(newKey(), "PAY_1", "approve", " ").status()).isEqualTo(400);
    assertThat(merchant.review(newKey(), "PAY_1", "approve", "4242424242424242").field("code"))
        .isEqualTo("card_number_refused");
    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("requires_review");
  }

  @Test
  void theSameKeyForAnotherDecisionIsRefused() {
    review("approve");

    Api.Reply other = review("decline");

    assertThat(other.status()).isEqualTo(422);
    assertThat(other.field("code")).isEqualTo("idempotency_key_reused");
  }

  private Api.Reply pay() {
    return merchant(merchantId).pay(key, body("PAY_1"));
  }

  private Api.Reply review(String decision) {
    return merchant(merchantId).review(reviewKey, "PAY_1", decision, "known customer");
  }

  /** The decision has its own answer and the first request another, with or without the cache. */
  private void assertThatBothAreReplayed(Api.Reply decided, int statusOfTheFirst) {
    assertThat(review("approve").text()).isEqualTo(decided.text());
    Api.Reply first = pay();
    forgetCachedAnswers(merchantId);
    Api.Reply again = review("approve");
    assertThat(again.status()).isEqualTo(decided.status());
    assertThat(again.text()).isEqualTo(decided.text());
    assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(first.status()).isEqualTo(statusOfTheFirst);
    assertThat(pay().text()).isEqualTo(first.text());
  }

  private void letTheWindowPass() {
    jdbc.sql("UPDATE payment SET awaited_until = now() - interval '1 s' WHERE merchant_id = ?")
        .param(merchantId)
        .update();
  }

  private void makeDue() {
    jdbc.sql("UPDATE payment SET resume_at = now() WHERE merchant_id = ?")
        .param(merchantId)
        .update();
  }

  /** The rows are put back to what the decision's transaction wrote. */
  private void asIfTheWorkerHadDied() {
    jdbc.sql(
            """
            UPDATE payment SET leased = true, tries = 0, resume_at = now() + interval '15 s'
            WHERE merchant_id = ?
            """)
        .param(merchantId)
        .update();
    jdbc.sql(
            """
            UPDATE idempotency_record SET answer_status = NULL
            WHERE merchant_id = ? AND operation = 'payments.review'
            """)
        .param(merchantId)
        .update();
  }

  private static <T> List<T> atOnce(List<Callable<T>> works)
      throws InterruptedException, ExecutionException {
    CountDownLatch start = new CountDownLatch(1);
    try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> running =
          works.stream()
              .map(
                  work ->
                      workers.submit(
                          () -> {
                            start.await();
                            return work.call();
                          }))
              .toList();
      start.countDown();
      List<T> results = new ArrayList<>();
      for (Future<T> result : running) {
        results.add(result.get());
      }
      return results;
    }
  }

  private UUID uuid() {
    return uuidOf(merchantId, "PAY_1");
  }

  private List<@Nullable String> history() {
    return jdbc.sql(
            """
            SELECT version || ' ' || from_status || ' > ' || to_status || ' by ' || actor || ': '
                     || reason
            FROM payment_transition WHERE payment_uuid = ? ORDER BY version
            """)
        .param(uuid())
        .query(String.class)
        .list();
  }

  private List<@Nullable String> events() {
    return jdbc.sql(
            "SELECT sequence || ' ' || type FROM outbox_event WHERE aggregate_id = ? ORDER BY sequence")
        .param(uuid())
        .query(String.class)
        .list();
  }
}
