package dev.florin.payment;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.florin.payment.resolution.RefundLateSuccesses;
import dev.florin.payment.resolution.ResumeOperations;
import dev.florin.payment.resolution.ResumePayments;
import dev.florin.payment.support.Api;
import dev.florin.payment.support.ChannelEvents;
import dev.florin.payment.support.Downstreams;
import dev.florin.payment.support.PaymentServer;
import dev.florin.payment.support.Tokens;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Where our book and a channel's differ, until an operator has seen to it. */
class ReconciliationIT extends PaymentServer {

  private static final Duration SOON = Duration.ofSeconds(20);

  private final String merchantId = newMerchant();

  @Autowired private ResumePayments resume;
  @Autowired private ResumeOperations resumeOperations;
  @Autowired private RefundLateSuccesses refundLate;
  @Autowired private JsonMapper json;
  @Autowired private MeterRegistry meters;
  @Autowired private EmbeddedKafkaBroker broker;

  @AfterEach
  void nothingIsLeftForTheNextTest() {
    jdbc.sql(
            """
            UPDATE payment SET resume_at = now() + interval '1 d' WHERE status = 'processing'
            """)
        .update();
    jdbc.sql(
            """
            UPDATE payment_operation SET resume_at = now() + interval '1 d'
            WHERE status = 'pending'
            """)
        .update();
  }

  @Test
  void aLateSuccessOfAFailedPaymentIsOneCaseHoweverOftenItIsTold() {
    failedPayment();
    double before = opened("late_success");
    UUID event = UUID.randomUUID();

    channel().contradicted(event, uuid(), "approved", "declined");
    channel().contradicted(event, uuid(), "approved", "declined");
    channel().contradicted(UUID.randomUUID(), uuid(), "approved", "declined");
    awaitTheEventsBefore();

    JsonNode found = onlyCase();
    assertThat(found.path("kind").asString()).isEqualTo("late_success");
    assertThat(found.path("status").asString()).isEqualTo("open");
    assertThat(found.path("payment_id").asString()).isEqualTo("PAY_1");
    assertThat(found.path("attempt_id").asString()).isEqualTo(uuid() + "_1");
    assertThat(found.path("channel").asString()).isEqualTo("sandbox");
    assertThat(found.path("detail").path("was").asString()).isEqualTo("declined");
    assertThat(found.path("detail").path("transaction_id").asString()).isEqualTo("ch_9");
    assertThat(opened("late_success") - before).isEqualTo(1);
    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("failed");
  }

  @Test
  void aLateSuccessOfAFailedPaymentIsRefundedAtTheChannelOnce() {
    failedPayment();

    channel().contradicted(UUID.randomUUID(), uuid(), "approved", "declined");
    channel().contradicted(UUID.randomUUID(), uuid(), "approved", "declined");
    awaitTheEventsBefore();
    DOWNSTREAMS.reset();
    refundLate.refundOwed();
    resumeOperations.resumeDue();

    assertThat(lateRefunds()).containsExactly("succeeded 1999");
    assertThat(DOWNSTREAMS.calls()).hasSize(1);
    JsonNode refund = json.readTree(DOWNSTREAMS.requests().getFirst().getBodyAsString());
    assertThat(refund.path("operation").asString()).isEqualTo("refund");
    assertThat(refund.path("of_attempt").asString()).isEqualTo(uuid() + "_1");
    assertThat(cases("open")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"19.99, pending 1999", "18.99, pending 1899"})
  void aLateSuccessOfAPaymentThatIsStillBeingGivenUpIsRefundedWhenItHasFailed(
      String confirmed, String refund) {
    DOWNSTREAMS.reversals(serverError());
    failedPayment();
    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("processing");
    channel().contradicted(UUID.randomUUID(), uuid(), confirmed);
    awaitTheEventsBefore();
    refundLate.refundOwed();
    assertThat(lateRefunds()).isEmpty();

    DOWNSTREAMS.reversals(okJson(Downstreams.POSTED));
    resume.resumeDue();
    refundLate.refundOwed();
    refundLate.refundOwed();

    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("failed");
    assertThat(lateRefunds()).containsExactly(refund);
  }

  @ParameterizedTest
  @CsvSource({"18.99, pending 1899", "25.00, pending 2500", "0.00, "})
  void aLateSuccessOfAnotherAmountIsRefundedAsFarAsTheChannelSaysItCharged(
      String confirmed, @Nullable String refund) {
    failedPayment();

    channel().contradicted(UUID.randomUUID(), uuid(), confirmed);
    awaitTheEventsBefore();
    refundLate.refundOwed();

    assertThat(lateRefunds()).isEqualTo(refund == null ? List.of() : List.of(refund));
    assertThat(onlyCase().path("detail").path("confirmed_amount").asString()).isEqualTo(confirmed);
  }

  @Test
  void aSecondTransactionOfAnOpenAttemptIsACaseAndThePaymentStaysOpen() {
    DOWNSTREAMS.channel(okJson("{\"channel\": \"sandbox\", \"result\": \"unknown\"}"));
    merchant(merchantId).pay(newKey(), body("PAY_1"));

    channel().duplicated(UUID.randomUUID(), uuid(), "ch_8");
    channel().duplicated(UUID.randomUUID(), uuid(), "ch_8");
    awaitTheEventsBefore();

    assertThat(onlyCase().path("kind").asString()).isEqualTo("contradiction");
    assertThat(onlyCase().path("detail").toString()).contains("ch_8", "ch_9");
    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("processing");
    assertThat(lateRefunds()).isEmpty();
  }

  @Test
  void eachWrongAmountIsACaseOfItsOwn() {
    failedPayment();
    channel().mismatched(UUID.randomUUID(), uuid(), "19.00");
    channel().mismatched(UUID.randomUUID(), uuid(), "19.00");
    channel().mismatched(UUID.randomUUID(), uuid(), "9.00");
    awaitTheEventsBefore();

    assertThat(cases("open"))
        .extracting(found -> found.path("detail").path("confirmed_amount").asString())
        .containsExactly("9.00", "19.00");
  }

  @Test
  void aDenialOfWhatWasApprovedIsACaseAndThePaymentStaysWhatItIs() {
    merchant(merchantId).pay(newKey(), body("PAY_1"));

    channel().contradicted(UUID.randomUUID(), uuid(), "declined", "approved");
    awaitTheEventsBefore();

    assertThat(onlyCase().path("kind").asString()).isEqualTo("contradiction");
    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("succeeded");
  }

  /** the channel confirms 19.00 for 19.99. */
  @Test
  void aPaymentOfWhichAnotherAmountIsConfirmedDoesNotSucceedAndIsACase() {
    DOWNSTREAMS.channel(okJson("{\"channel\": \"sandbox\", \"result\": \"unknown\"}"));
    Api.Reply reply = merchant(merchantId).pay(newKey(), body("PAY_1"));

    channel().mismatched(UUID.randomUUID(), uuid(), "19.00");
    awaitTheEventsBefore();
    jdbc.sql("UPDATE payment SET resume_at = now() WHERE merchant_id = ?")
        .param(merchantId)
        .update();
    resume.resumeDue();

    assertThat(reply.status()).isEqualTo(202);
    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("processing");
    JsonNode found = onlyCase();
    assertThat(found.path("kind").asString()).isEqualTo("amount_mismatch");
    assertThat(found.path("detail").path("amount").asString()).isEqualTo("19.99");
    assertThat(found.path("detail").path("confirmed_amount").asString()).isEqualTo("19.00");
    assertThat(DOWNSTREAMS.calls()).noneMatch(call -> call.contains("reversals"));
  }

  @Test
  void anOperatorClosesACaseWithAReasonOnce() {
    JsonNode open = openCase();

    Api.Reply closed = close(open, "refunded by hand");
    Api.Reply again = close(open, "another reason");

    assertThat(closed.status()).isEqualTo(200);
    assertThat(closed.field("status")).isEqualTo("closed");
    assertThat(closed.field("closed_by")).isEqualTo("olga");
    assertThat(closed.field("close_reason")).isEqualTo("refunded by hand");
    assertThat(closed.json().path("closed_at").isNull()).isFalse();
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.field("code")).isEqualTo("invalid_state");
    assertThat(operator().get("/api/v1/reconciliation/cases/" + id(open)).field("close_reason"))
        .isEqualTo("refunded by hand");
    assertThat(cases("open")).isEmpty();
    assertThat(cases("closed")).hasSize(1);
    assertThat(closings(open)).isEqualTo(1);
  }

  @Test
  void ofManyClosingsAtOnceOneCounts() throws InterruptedException, ExecutionException {
    JsonNode open = openCase();

    List<Integer> statuses = new ArrayList<>();
    try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> running = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String reason = "reason " + i;
        running.add(workers.submit(() -> close(open, reason).status()));
      }
      for (Future<Integer> status : running) {
        statuses.add(status.get());
      }
    }

    assertThat(statuses).containsOnlyOnce(200);
    assertThat(statuses).filteredOn(status -> status == 409).hasSize(7);
    assertThat(closings(open)).isEqualTo(1);
  }

  @Test
  void aCaseThatIsToldAgainAfterItWasClosedStaysClosed() {
    JsonNode open = openCase();
    close(open, "refunded by hand");

    channel().contradicted(UUID.randomUUID(), uuid(), "approved", "declined");
    awaitTheEventsBefore();

    assertThat(cases("open")).isEmpty();
    assertThat(cases("closed")).hasSize(1);
  }

  @Test
  void onlyOperatorsSeeCasesAndCloseThem() {
    JsonNode open = openCase();
    List<Api> others =
        List.of(
            merchant(merchantId),
            with(Tokens.merchant(merchantId, "ops")),
            with(Tokens.user(merchantId, "USER_1")));

    assertThat(others)
        .allSatisfy(
            other -> {
              assertThat(other.get("/api/v1/reconciliation/cases").status()).isEqualTo(403);
              assertThat(other.get("/api/v1/reconciliation/cases/" + id(open)).status())
                  .isEqualTo(403);
              assertThat(
                      other
                          .post(
                              "/api/v1/reconciliation/cases/" + id(open) + "/close",
                              "{\"reason\": \"mine\"}")
                          .status())
                  .isEqualTo(403);
            });
    assertThat(cases("open")).hasSize(1);
  }

  @Test
  void aCaseIsClosedForAReasonAndOnlyIfThereIsOne() {
    JsonNode open = openCase();

    assertThat(close(open, " ").status()).isEqualTo(400);
    assertThat(
            operator()
                .post(
                    "/api/v1/reconciliation/cases/case_" + UUID.randomUUID() + "/close",
                    "{\"reason\": \"hm\"}")
                .status())
        .isEqualTo(404);
    assertThat(operator().get("/api/v1/reconciliation/cases?status=lost").status()).isEqualTo(400);
    assertThat(operator().get("/api/v1/reconciliation/cases?starting_after=x").status())
        .isEqualTo(400);
  }

  @Test
  void theListIsPagedFromTheNewest() {
    openCase();
    channel().mismatched(UUID.randomUUID(), uuid(), "1.00");
    awaitTheEventsBefore();

    Api.Reply first = operator().get("/api/v1/reconciliation/cases?limit=1");
    JsonNode newest = first.json().path("data").path(0);
    Api.Reply second =
        operator().get("/api/v1/reconciliation/cases?limit=1&starting_after=" + id(newest));

    assertThat(newest.path("kind").asString()).isEqualTo("amount_mismatch");
    assertThat(first.json().path("has_more").asBoolean()).isTrue();
    assertThat(second.json().path("data").path(0).path("kind").asString())
        .isEqualTo("late_success");
  }

  private void failedPayment() {
    DOWNSTREAMS.channel(okJson(Downstreams.DECLINED));
    merchant(merchantId).pay(newKey(), body("PAY_1"));
  }

  private List<@Nullable String> lateRefunds() {
    return jdbc.sql(
            """
            SELECT status || ' ' || amount FROM payment_operation
            WHERE payment_uuid = ? AND kind = 'late_refund'
            """)
        .param(uuid())
        .query(String.class)
        .list();
  }

  private JsonNode openCase() {
    failedPayment();
    channel().contradicted(UUID.randomUUID(), uuid(), "approved", "declined");
    awaitTheEventsBefore();
    return onlyCase();
  }

  private ChannelEvents channel() {
    return new ChannelEvents(broker);
  }

  private UUID uuid() {
    return uuidOf(merchantId, "PAY_1");
  }

  private static String id(JsonNode found) {
    return found.path("case_id").asString();
  }

  private Api.Reply close(JsonNode found, String reason) {
    return operator()
        .post(
            "/api/v1/reconciliation/cases/" + id(found) + "/close",
            "{\"reason\": \"%s\"}".formatted(reason));
  }

  private JsonNode onlyCase() {
    assertThat(cases("open")).hasSize(1);
    return cases("open").getFirst();
  }

  private List<JsonNode> cases(String status) {
    return operator()
        .get("/api/v1/reconciliation/cases?limit=100&status=" + status)
        .json()
        .path("data")
        .valueStream()
        .filter(found -> found.path("merchant_id").asString().equals(merchantId))
        .toList();
  }

  private long closings(JsonNode found) {
    return jdbc.sql(
            "SELECT count(*) FROM operator_action WHERE about = ? AND action = 'close_case'")
        .param(UUID.fromString(id(found).substring("case_".length())))
        .query(Long.class)
        .single();
  }

  private double opened(String kind) {
    Counter counter = meters.find("payment.cases.opened").tag("kind", kind).counter();
    return counter == null ? 0 : counter.count();
  }

  /** A later event of the same key that had its effect: everything before it was seen. */
  private void awaitTheEventsBefore() {
    UUID last = UUID.randomUUID();
    channel().resolved(last, uuid(), "declined");
    await()
        .atMost(SOON)
        .until(
            () ->
                jdbc.sql("SELECT EXISTS (SELECT FROM inbox_event WHERE event_id = ?)")
                    .param(last)
                    .query(Boolean.class)
                    .single());
  }
}
