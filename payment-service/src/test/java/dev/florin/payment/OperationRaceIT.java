package dev.florin.payment;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.payment.support.Api;
import dev.florin.payment.support.Downstreams;
import dev.florin.payment.support.PaymentServer;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Operations that are repeated, and that race. */
class OperationRaceIT extends PaymentServer {

  private static final String PAYMENT = "/api/v1/payments/PAY_1";
  private static final String REFUND = "{\"reason\": \"returned\", \"amount\": \"60.00\"}";

  private final String merchantId = newMerchant();
  private final String key = newKey();

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
  void twoRefundsOfSixtyAtOnceOnAHundredAreExactlyOne() {
    pay("100.00");

    List<Api.Reply> replies =
        together(Collections.nCopies(2, () -> post(newKey(), "/refunds", REFUND)));

    assertThat(replies).extracting(Api.Reply::status).containsExactlyInAnyOrder(201, 422);
    assertThat(refunded()).isEqualTo(60_00);
  }

  @Test
  void manyRefundsAtOnceGiveBackAllThatWasCapturedAndNoMore() {
    pay("100.00");
    String twenty = REFUND.replace("60.00", "20.00");

    List<Api.Reply> replies =
        together(Collections.nCopies(12, () -> post(newKey(), "/refunds", twenty)));

    assertThat(replies).filteredOn(reply -> reply.status() == 201).hasSize(5);
    assertThat(replies).filteredOn(reply -> reply.status() == 422).hasSize(7);
    assertThat(refunded()).isEqualTo(100_00);
    assertThat(events("payment.refunded")).isEqualTo(5);
  }

  @Test
  void twoCapturesAtOnceWhoseSumExceedsAreExactlyOne() {
    authorise("100.00");
    String body = "{\"amount\": \"60.00\", \"final_capture\": false}";

    List<Api.Reply> replies =
        together(Collections.nCopies(2, () -> post(newKey(), "/capture", body)));

    assertThat(replies).extracting(Api.Reply::status).containsExactlyInAnyOrder(200, 422);
    assertThat(merchant(merchantId).get(PAYMENT).field("amount_received")).isEqualTo("60.00");
  }

  @Test
  void aCaptureAndAVoidAtOnceAreExactlyOne() {
    for (int i = 0; i < 5; i++) {
      String path = "/api/v1/payments/PAY_" + i;
      merchant(merchantId).pay(newKey(), manual("PAY_" + i, "100.00"));
      List<Callable<Api.Reply>> calls =
          List.of(
              () -> merchant(merchantId).post(newKey(), path + "/capture", "{}"),
              () -> merchant(merchantId).post(newKey(), path + "/void", "{}"));

      List<Api.Reply> replies = together(calls);

      assertThat(replies).extracting(Api.Reply::status).containsExactlyInAnyOrder(200, 409);
      boolean captured = replies.getFirst().status() == 200;
      Api.Reply payment = merchant(merchantId).get(path);
      assertThat(payment.field("status")).isEqualTo(captured ? "succeeded" : "canceled");
      assertThat(payment.field("amount_received")).isEqualTo(captured ? "100.00" : "0.00");
    }
  }

  @Test
  void oneKeySentFiftyTimesAtOnceRefundsOnce() {
    pay("100.00");
    DOWNSTREAMS.channel("refund", okJson(Downstreams.APPROVED).withFixedDelay(300));

    List<Api.Reply> replies =
        together(Collections.nCopies(50, () -> post(key, "/refunds", REFUND)));

    assertThat(replies)
        .allSatisfy(
            reply -> {
              if (reply.status() == 409) {
                assertThat(reply.field("code")).isEqualTo("idempotency_in_progress");
                assertThat(reply.header("Retry-After")).isEqualTo("1");
              } else {
                assertThat(reply.status()).isEqualTo(201);
              }
            });
    assertThat(replies).filteredOn(reply -> reply.status() == 201).isNotEmpty();
    assertThat(refunded()).isEqualTo(60_00);
    assertThat(DOWNSTREAMS.calls()).hasSize(5).doesNotHaveDuplicates();
  }

  @Test
  void aRepeatedRequestIsAnsweredByteForByteWithAndWithoutTheCache() {
    pay("100.00");
    Api.Reply first = post(key, "/refunds", REFUND);

    Api.Reply fromCache = post(key, "/refunds", "{\"amount\":60, \"reason\":\"returned\"}");
    forgetCachedAnswers(merchantId);
    Api.Reply fromDatabase = post(key, "/refunds", REFUND);

    assertThat(first.header("Idempotent-Replayed")).isEmpty();
    for (Api.Reply again : List.of(fromCache, fromDatabase)) {
      assertThat(again.status()).isEqualTo(201);
      assertThat(again.text()).isEqualTo(first.text());
      assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
    }
    assertThat(refunded()).isEqualTo(60_00);
  }

  @Test
  void aKeyOfAnotherRequestOrAnotherPaymentIsRefused() {
    pay("100.00");
    merchant(merchantId).pay(newKey(), body("PAY_2", "100.00", "USD"));
    post(key, "/refunds", REFUND);

    Api.Reply otherAmount = post(key, "/refunds", REFUND.replace("60", "61"));
    Api.Reply otherPayment =
        merchant(merchantId).post(key, "/api/v1/payments/PAY_2/refunds", REFUND);

    assertThat(otherAmount.field("code")).isEqualTo("idempotency_key_reused");
    assertThat(otherPayment.field("code")).isEqualTo("idempotency_key_reused");
    assertThat(otherPayment.status()).isEqualTo(422);
  }

  @Test
  void aRefusedOperationIsNotStoredSoItsKeyIsFree() {
    authorise("100.00");
    Api.Reply refused = post(key, "/refunds", REFUND);
    post(newKey(), "/capture", "{}");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(post(key, "/refunds", REFUND).status()).isEqualTo(201);
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
