package dev.florin.payment;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.payment.resolution.ExpirePayments;
import dev.florin.payment.resolution.ResumeOperations;
import dev.florin.payment.support.Api;
import dev.florin.payment.support.Downstreams;
import dev.florin.payment.support.PaymentServer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Payments whose time to be captured passes. */
class ExpiryIT extends PaymentServer {

  private static final String PAYMENT = "/api/v1/payments/PAY_1";
  private static final String UNKNOWN = "{\"channel\":\"sandbox\",\"result\":\"unknown\"}";

  private final String merchantId = newMerchant();
  private final String key = newKey();

  @Autowired private ResumeOperations resume;
  @Autowired private ExpirePayments expire;

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
  void aPaymentThatIsNotCapturedInTimeExpiresOnceHoweverManySweep() {
    authorise("100.00");
    letTheTimePass();

    Api.Reply tooLate = post(newKey(), "/capture", "{}");
    try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 4; i++) {
        workers.execute(expire::expireDue);
      }
    }
    resume.resumeDue();

    UUID uuid = uuidOf(merchantId, "PAY_1");
    assertThat(tooLate.field("code")).isEqualTo("invalid_state");
    Api.Reply payment = merchant(merchantId).get(PAYMENT);
    assertThat(payment.field("status")).isEqualTo("expired");
    assertThat(payment.field("amount_capturable")).isEqualTo("0.00");
    assertThat(events("payment.expired")).isEqualTo(1);
    assertThat(DOWNSTREAMS.calls())
        .endsWith("/internal/attempts/" + uuid + "_void", "/internal/holds/" + uuid + ":hold/void");
    assertThat(DOWNSTREAMS.calls()).doesNotHaveDuplicates();
  }

  @Test
  void whatWasCapturedInPartSucceedsWhenTheTimeForTheRestHasPassed() {
    authorise("100.00");
    post(newKey(), "/capture", "{\"amount\": \"30.00\", \"final_capture\": false}");
    letTheTimePass();

    expire.expireDue();
    resume.resumeDue();

    Api.Reply payment = merchant(merchantId).get(PAYMENT);
    assertThat(payment.field("status")).isEqualTo("succeeded");
    assertThat(payment.field("amount_received")).isEqualTo("30.00");
    UUID uuid = uuidOf(merchantId, "PAY_1");
    assertThat(DOWNSTREAMS.calls())
        .as("the rest is given up at the channel too")
        .endsWith("/internal/attempts/" + uuid + "_void", "/internal/holds/" + uuid + ":hold/void");
  }

  @Test
  void anAuthorisationThatTheChannelDoesNotReleaseExpiresAllTheSame() {
    authorise("100.00");
    letTheTimePass();
    DOWNSTREAMS.channel(
        "void", okJson("{\"result\":\"declined\",\"decline_code\":\"void_declined\"}"));

    expire.expireDue();
    resume.resumeDue();

    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("expired");
  }

  @Test
  void aPaymentWithAnOpenCaptureDoesNotExpireUntilThatHasEnded() {
    authorise("100.00");
    DOWNSTREAMS.channel("capture", okJson(UNKNOWN));
    post(key, "/capture", "{}");
    letTheTimePass();

    expire.expireDue();
    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("requires_capture");
    DOWNSTREAMS.channel("capture", okJson(Downstreams.APPROVED));
    resumeAll();

    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("succeeded");
    expire.expireDue();
    assertThat(events("payment.expired")).isZero();
  }

  @Test
  void aCaptureAndTheExpiryThatRaceLeaveOneOfThem() {
    List<Callable<Api.Reply>> captures = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      String path = "/api/v1/payments/PAY_" + i + "/capture";
      merchant(merchantId).pay(newKey(), manual("PAY_" + i, "10.00"));
      captures.add(() -> merchant(merchantId).post(newKey(), path, "{}"));
    }
    jdbc.sql(
            """
            UPDATE payment SET capture_before = clock_timestamp() + interval '30 ms'
            WHERE merchant_id = ?
            """)
        .param(merchantId)
        .update();
    try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
      workers.execute(
          () -> {
            for (int i = 0; i < 50; i++) {
              expire.expireDue();
              resume.resumeDue();
            }
          });
      together(captures);
    }
    letTheTimePass();
    expire.expireDue();
    resumeAll();

    assertThat(
            jdbc.sql(
                    """
                    SELECT count(*) FROM payment p
                    WHERE merchant_id = ? AND (status = 'succeeded') = (captured = amount)
                      AND status IN ('succeeded', 'expired')
                      AND (SELECT count(*) FROM payment_operation
                           WHERE payment_uuid = p.uuid AND status = 'succeeded') = 1
                    """)
                .param(merchantId)
                .query(Long.class)
                .single())
        .isEqualTo(10);
  }

  private void authorise(String amount) {
    merchant(merchantId).pay(newKey(), manual("PAY_1", amount));
  }

  private Api.Reply post(String withKey, String operation, String body) {
    return merchant(merchantId).post(withKey, PAYMENT + operation, body);
  }

  private void letTheTimePass() {
    jdbc.sql(
            """
            UPDATE payment SET capture_before = now()
            WHERE merchant_id = ? AND status = 'requires_capture'
            """)
        .param(merchantId)
        .update();
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

  private long events(String type) {
    return jdbc.sql("SELECT count(*) FROM outbox_event WHERE aggregate_id = ? AND type = ?")
        .params(uuidOf(merchantId, "PAY_1"), type)
        .query(Long.class)
        .single();
  }
}
