package dev.florin.payment;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.http.Fault;
import dev.florin.payment.resolution.ResumeOperations;
import dev.florin.payment.support.Api;
import dev.florin.payment.support.PaymentServer;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Payments of which so much was captured, or done, that one bite does not do. */
class ManyOperationsIT extends PaymentServer {

  private static final String PAYMENT = "/api/v1/payments/PAY_1";
  private static final String ALL = "{\"reason\": \"all of it\"}";

  private final String merchantId = newMerchant();
  private final String key = newKey();

  @Autowired private ResumeOperations resume;

  @Test
  void aRefundOfMoreCapturesThanOneRunSeesToEndsPieceByPiece() {
    captured(130);

    Api.Reply first = refund();
    assertThat(DOWNSTREAMS.calls()).hasSize(20);
    DOWNSTREAMS.channel("refund", aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    resumeAll();
    assertThat(DOWNSTREAMS.calls()).as("it stops where nobody answers").hasSizeBetween(21, 22);
    DOWNSTREAMS.reset();
    for (int i = 0; i < 6; i++) {
      resumeAll();
    }

    UUID refund = UUID.fromString(first.field("refund_id").substring(3));
    assertThat(first.status()).isEqualTo(202);
    assertThat(refund().status()).isEqualTo(201);
    assertThat(refund().field("amount")).isEqualTo("130.00");
    assertThat(merchant(merchantId).get(PAYMENT).field("amount_refunded")).isEqualTo("130.00");
    assertThat(DOWNSTREAMS.calls())
        .as("what was done is not asked for again")
        .hasSize(111)
        .doesNotHaveDuplicates()
        .contains("/internal/attempts/" + refund + "_130")
        .endsWith("/internal/refunds/" + refund + ":refund");
  }

  @Test
  void aStoryTellsOfAllOperations() {
    captured(510);

    Api.Reply story = merchant(merchantId).get(PAYMENT + "/timeline");

    assertThat(story.json().path("entries").valueStream())
        .filteredOn(entry -> entry.path("what").asString().equals("capture.succeeded"))
        .hasSize(510);
  }

  /** As many captures of 1.00 as that. */
  private void captured(int captures) {
    merchant(merchantId).pay(newKey(), manual("PAY_1", captures + ".00"));
    UUID payment = uuidOf(merchantId, "PAY_1");
    jdbc.sql(
            """
            INSERT INTO payment_operation (uuid, payment_uuid, kind, amount, parts, status, leased,
                                           requested_by)
            SELECT gen_random_uuid(), :payment, 'capture', 100,
                   jsonb_build_array(jsonb_build_object('of', CAST(:payment AS text) || '_1', 'amount', 100)),
                   'succeeded', false, 'test'
            FROM generate_series(1, :captures)
            """)
        .param("payment", payment)
        .param("captures", captures)
        .update();
    jdbc.sql(
            """
            UPDATE payment SET status = 'succeeded', captured = amount, capturable = 0
            WHERE uuid = ?
            """)
        .param(payment)
        .update();
    DOWNSTREAMS.reset();
  }

  private Api.Reply refund() {
    return merchant(merchantId).post(key, PAYMENT + "/refunds", ALL);
  }

  private void resumeAll() {
    jdbc.sql(
            "UPDATE payment_operation SET resume_at = now() WHERE status = 'pending' AND payment_uuid = ?")
        .param(uuidOf(merchantId, "PAY_1"))
        .update();
    resume.resumeDue();
  }
}
