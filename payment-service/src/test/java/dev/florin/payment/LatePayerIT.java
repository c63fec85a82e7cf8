package dev.florin.payment;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.florin.payment.resolution.ExpireWaits;
import dev.florin.payment.resolution.ResumePayments;
import dev.florin.payment.support.Api;
import dev.florin.payment.support.ChannelEvents;
import dev.florin.payment.support.Downstreams;
import dev.florin.payment.support.PaymentServer;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.test.EmbeddedKafkaBroker;

/** Payments whose payer did not act in time. */
class LatePayerIT extends PaymentServer {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String ACTION =
      """
      {"channel": "sandbox", "result": "requires_action", "transaction_id": "ch_1",
       "next_action": {"type": "redirect", "url": "https://psp.test/3ds"}}
      """;

  private final String merchantId = newMerchant();
  private final String key = newKey();

  @Autowired private ResumePayments resume;
  @Autowired private ExpireWaits expire;
  @Autowired private EmbeddedKafkaBroker broker;

  @Test
  void afterTheWindowTheChannelIsAskedOnceMoreAndBelieved() {
    payWithAction();
    expire.expireDue();
    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("requires_action");
    DOWNSTREAMS.channel(okJson(Downstreams.APPROVED));

    letTheWindowPass();
    expire.expireDue();
    resume.resumeDue();

    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("succeeded");
    assertThat(DOWNSTREAMS.calls()).noneMatch(call -> call.contains("reversals"));
  }

  @Test
  void aPayerWhoDidNotActInTimeGetsTheMoneyBackOnce() {
    payWithAction();
    letTheWindowPass();

    expire.expireDue();
    expire.expireDue();
    theChannelGivesUpWhenVoided();
    resume.resumeDue();
    resume.resumeDue();

    assertThat(history())
        .containsExactly(
            "1 created > processing by " + merchantId,
            "2 processing > requires_action by payment-service",
            "3 requires_action > processing by payment-service",
            "4 processing > failed by payment-service");
    assertThat(DOWNSTREAMS.calls()).filteredOn(call -> call.contains("_void")).hasSize(1);
    assertThat(DOWNSTREAMS.calls()).filteredOn(call -> call.contains("reversals")).hasSize(1);
    assertThat(DOWNSTREAMS.requests().getLast().getBodyAsString()).contains("action_expired");
    Api.Reply repeated = pay();
    assertThat(repeated.status()).isEqualTo(402);
    assertThat(repeated.field("code")).isEqualTo("action_expired");
    assertThat(events()).containsExactly("2 payment.requires_action", "4 payment.failed");
  }

  @Test
  void untilTheChannelHasEndedTheActionNothingIsGivenBackAndItIsAsked() {
    payWithAction();
    letTheWindowPass();
    expire.expireDue();
    DOWNSTREAMS.channel("void", okJson("{\"channel\": \"sandbox\", \"result\": \"not_sent\"}"));

    resume.resumeDue();
    for (int i = 0; i < 3; i++) {
      makeDue();
      resume.resumeDue();
    }

    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("processing");
    assertThat(DOWNSTREAMS.calls()).noneMatch(call -> call.contains("reversals"));
    assertThat(DOWNSTREAMS.calls())
        .filteredOn(call -> call.contains("_void"))
        .as("one that was not sent is in nobody's way")
        .hasSizeGreaterThan(2)
        .doesNotHaveDuplicates();

    theChannelGivesUpWhenVoided();
    makeDue();
    resume.resumeDue();

    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("failed");
    assertThat(pay().field("code")).isEqualTo("action_expired");
    assertThat(casesOf(uuid())).isEmpty();
  }

  @Test
  void aPayerWhoActedAfterAllIsFoundOutWithoutACallbackAndGetsTheChargeBack() {
    payWithAction();
    letTheWindowPass();
    expire.expireDue();
    resume.resumeDue();
    DOWNSTREAMS.channel(okJson(Downstreams.APPROVED));

    makeDue();
    resume.resumeDue();

    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("failed");
    assertThat(casesOf(uuid())).containsExactly("late_success open");
    assertThat(
            jdbc.sql("SELECT kind || ' ' || amount FROM payment_operation WHERE payment_uuid = ?")
                .param(uuid())
                .query(String.class)
                .list())
        .containsExactly("late_refund 1999");
  }

  @Test
  void anAuthorisationThatThePayerConfirmedTooLateIsReleasedAtTheChannel() {
    DOWNSTREAMS.channel(okJson(ACTION));
    merchant(merchantId).pay(key, manual("PAY_1", "19.99"));
    letTheWindowPass();
    expire.expireDue();
    resume.resumeDue();
    DOWNSTREAMS.reset();

    makeDue();
    resume.resumeDue();

    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("failed");
    assertThat(casesOf(uuid())).isEmpty();
    assertThat(DOWNSTREAMS.calls())
        .containsExactly(
            "/internal/attempts/" + uuid() + "_1",
            "/internal/attempts/" + uuid() + "_void_3",
            "/internal/holds/" + uuid() + ":hold/void");
  }

  @Test
  void anApprovalAfterThePaymentWasGivenUpIsACaseAndChangesNothing() {
    payWithAction();
    letTheWindowPass();
    expire.expireDue();
    theChannelGivesUpWhenVoided();
    resume.resumeDue();
    resume.resumeDue();

    channel().resolved(UUID.randomUUID(), uuid(), "approved");
    await().atMost(SOON).until(() -> !casesOf(uuid()).isEmpty());
    channel().resolved(UUID.randomUUID(), uuid(), "approved");
    awaitTheEventsBefore();

    assertThat(casesOf(uuid())).containsExactly("late_success open");
    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("failed");
    assertThat(history()).hasSize(4);
  }

  /** The charge waits until it is voided, and is declined from then on. */
  private static void theChannelGivesUpWhenVoided() {
    DOWNSTREAMS.endsWaitingWhenVoided(
        ACTION, Downstreams.DECLINED.replace("expired_card", "canceled"));
  }

  private void makeDue() {
    jdbc.sql("UPDATE payment SET resume_at = now() WHERE merchant_id = ? AND status = 'processing'")
        .param(merchantId)
        .update();
  }

  private Api.Reply payWithAction() {
    DOWNSTREAMS.channel(okJson(ACTION));
    return pay();
  }

  private Api.Reply pay() {
    return merchant(merchantId).pay(key, body("PAY_1"));
  }

  private UUID uuid() {
    return uuidOf(merchantId, "PAY_1");
  }

  private ChannelEvents channel() {
    return new ChannelEvents(broker);
  }

  private void awaitTheEventsBefore() {
    awaitTheEventsBefore(uuid());
  }

  /** A later event of the same key that had its effect: everything before it was seen. */
  private void awaitTheEventsBefore(UUID payment) {
    UUID last = UUID.randomUUID();
    channel().resolved(last, payment, "declined");
    await()
        .atMost(SOON)
        .until(
            () ->
                jdbc.sql("SELECT EXISTS (SELECT FROM inbox_event WHERE event_id = ?)")
                    .param(last)
                    .query(Boolean.class)
                    .single());
  }

  private void letTheWindowPass() {
    jdbc.sql("UPDATE payment SET awaited_until = now() - interval '1 s' WHERE merchant_id = ?")
        .param(merchantId)
        .update();
  }

  private List<@Nullable String> casesOf(UUID payment) {
    return jdbc.sql("SELECT kind || ' ' || status FROM reconciliation_case WHERE payment_uuid = ?")
        .param(payment)
        .query(String.class)
        .list();
  }

  private List<@Nullable String> history() {
    return jdbc.sql(
            """
            SELECT version || ' ' || from_status || ' > ' || to_status || ' by ' || actor
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
