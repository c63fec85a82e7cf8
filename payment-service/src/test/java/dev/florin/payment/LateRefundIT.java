package dev.florin.payment;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.florin.money.Money;
import dev.florin.payment.operation.RefundLateCharge;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.resolution.ResumeOperations;
import dev.florin.payment.support.Downstreams;
import dev.florin.payment.support.PaymentServer;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Charges that were approved too late, and are given back at the channel. */
class LateRefundIT extends PaymentServer {

  private static final String PAYMENT = "/api/v1/payments/PAY_1";

  private final String merchantId = newMerchant();

  @Autowired private ResumeOperations resume;
  @Autowired private RefundLateCharge refundLate;

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
  void aChargeThatWasApprovedTooLateIsGivenBackAtTheChannelOnce() {
    DOWNSTREAMS.channel(okJson(Downstreams.DECLINED));
    pay("100.00");
    UUID uuid = uuidOf(merchantId, "PAY_1");
    Money amount = Money.parse("100.00", "USD");
    DOWNSTREAMS.reset();

    boolean first = refundLate.begin(new Payment.Id(uuid), uuid + "_1", amount);
    boolean second = refundLate.begin(new Payment.Id(uuid), uuid + "_1", amount);
    resume.resumeDue();

    assertThat(first).isTrue();
    assertThat(second).isTrue();
    // What other tests left open is resumed as well.
    assertThat(DOWNSTREAMS.requests())
        .extracting(LoggedRequest::getBodyAsString)
        .filteredOn(body -> body.contains(uuid + "_1"))
        .singleElement()
        .asString()
        .contains("\"refund\"");
    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("failed");
    assertThat(merchant(merchantId).get(PAYMENT).field("amount_refunded")).isEqualTo("0.00");
  }

  @Test
  void aLateRefundThatNeverLeftIsTriedAgainUnderAnotherAttempt() {
    DOWNSTREAMS.channel(okJson(Downstreams.DECLINED));
    pay("100.00");
    UUID uuid = uuidOf(merchantId, "PAY_1");
    DOWNSTREAMS.reset();
    refundLate.begin(new Payment.Id(uuid), uuid + "_1", Money.parse("100.00", "USD"));
    DOWNSTREAMS.neverSent("_1");
    resume.resumeDue();
    assertThat(lateRefund(uuid)).isEqualTo("pending");

    DOWNSTREAMS.reset();
    DOWNSTREAMS.neverSent("_1");
    makeDue();
    resume.resumeDue();

    assertThat(lateRefund(uuid)).isEqualTo("succeeded");
    assertThat(DOWNSTREAMS.requests())
        .filteredOn(request -> request.getBodyAsString().contains(uuid + "_1"))
        .extracting(request -> request.getUrl().replaceAll(".*_", ""))
        .as("the first one is known to have never left")
        .containsExactly("2");
  }

  private String lateRefund(UUID paymentUuid) {
    return jdbc.sql(
            """
            SELECT status FROM payment_operation
            WHERE payment_uuid = ? AND kind = 'late_refund'
            """)
        .param(paymentUuid)
        .query(String.class)
        .single();
  }

  @Test
  void aPaymentThatSucceededHasNoLateRefund() {
    pay("100.00");
    UUID uuid = uuidOf(merchantId, "PAY_1");

    assertThat(refundLate.begin(new Payment.Id(uuid), uuid + "_1", Money.parse("100.00", "USD")))
        .isFalse();
  }

  private void pay(String amount) {
    merchant(merchantId).pay(newKey(), body("PAY_1", amount, "USD"));
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
}
