package dev.florin.payment;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.payment.resolution.ExpirePayments;
import dev.florin.payment.resolution.ResumeOperations;
import dev.florin.payment.support.Api;
import dev.florin.payment.support.Downstreams;
import dev.florin.payment.support.PaymentServer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What was authorised is given up at the channel too, however long that takes. */
class GiveUpIT extends PaymentServer {

  private static final String PAYMENT = "/api/v1/payments/PAY_1";
  private static final String NOT_SENT = "{\"channel\":\"sandbox\",\"result\":\"not_sent\"}";

  private final String merchantId = newMerchant();
  private final String key = newKey();

  @Autowired private ResumeOperations resume;
  @Autowired private ExpirePayments expire;

  @Test
  void aVoidThatWasNotSentStaysPendingUntilTheChannelHearsOne() {
    authorise();
    DOWNSTREAMS.channel("void", okJson(NOT_SENT));

    Api.Reply first = post(key, "/void", "{}");
    resumeAll();
    Api.Reply open = merchant(merchantId).get(PAYMENT);
    Api.Reply capture = post(newKey(), "/capture", "{}");
    boolean released = DOWNSTREAMS.calls().stream().anyMatch(call -> call.endsWith("hold/void"));
    DOWNSTREAMS.channel("void", okJson(Downstreams.APPROVED));
    resumeAll();

    assertThat(first.status()).isEqualTo(202);
    assertThat(open.field("status")).isEqualTo("requires_capture");
    assertThat(open.field("amount_capturable")).isEqualTo("0.00");
    assertThat(capture.field("code")).isEqualTo("operation_in_progress");
    assertThat(released).as("nothing is set free before the channel has released it").isFalse();
    assertThat(post(key, "/void", "{}").status()).isEqualTo(200);
    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("canceled");
    assertThat(voids()).containsExactly("_void", "_void_2", "_void_3");
    assertThat(cases()).isZero();
  }

  @Test
  void anExpiryThatWasNotSentIsSentAgainToo() {
    authorise();
    letTheTimePass();
    DOWNSTREAMS.channel("void", okJson(NOT_SENT));
    expire.expireDue();
    resume.resumeDue();
    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("requires_capture");

    DOWNSTREAMS.channel("void", okJson(Downstreams.APPROVED));
    resumeAll();

    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("expired");
    assertThat(voids()).containsExactly("_void", "_void_2");
    assertThat(cases()).isZero();
  }

  @Test
  void whatALastCaptureLeavesIsReleasedAtTheChannelAndMovesNothing() {
    authorise();

    Api.Reply capture = post(key, "/capture", "{\"amount\": \"30.00\"}");
    resumeAll();

    assertThat(capture.field("status")).isEqualTo("succeeded");
    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("succeeded");
    assertThat(voids()).containsExactly("_void");
    assertThat(DOWNSTREAMS.requests().getLast().getBodyAsString())
        .contains("\"void\"", "\"70.00\"");
    assertThat(DOWNSTREAMS.calls()).noneMatch(call -> call.endsWith(":hold/void"));
    assertThat(operations()).containsExactly("capture succeeded", "void succeeded");
    assertThat(events())
        .containsExactly("payment.requires_capture", "payment.captured", "payment.succeeded");
  }

  @Test
  void aFullCaptureLeavesNothingToRelease() {
    authorise();
    post(key, "/capture", "{}");
    resumeAll();

    assertThat(voids()).isEmpty();
  }

  @Test
  void aRestThatTheChannelDoesNotReleaseIsACase() {
    authorise();
    DOWNSTREAMS.channel("void", okJson(Downstreams.DECLINED));

    post(key, "/capture", "{\"amount\": \"30.00\"}");
    resumeAll();

    assertThat(operations()).containsExactly("capture succeeded", "void succeeded");
    assertThat(cases()).isEqualTo(1);
  }

  @Test
  void aVoidAfterOneThatFailedIsAnAttemptOfItsOwn() {
    authorise();
    DOWNSTREAMS.channel("void", okJson(Downstreams.DECLINED));
    assertThat(post(newKey(), "/void", "{}").status()).isEqualTo(402);
    DOWNSTREAMS.channel("void", okJson(Downstreams.APPROVED));

    assertThat(post(newKey(), "/void", "{}").status()).isEqualTo(200);
    assertThat(voids()).containsExactly("_void", "_void_2");
  }

  private void authorise() {
    merchant(merchantId).pay(newKey(), manual("PAY_1", "100.00"));
  }

  private Api.Reply post(String withKey, String operation, String body) {
    return merchant(merchantId).post(withKey, PAYMENT + operation, body);
  }

  private List<String> voids() {
    return DOWNSTREAMS.calls().stream()
        .filter(call -> call.contains("/attempts/") && call.contains("_void"))
        .map(call -> call.substring(call.indexOf("_void")))
        .toList();
  }

  private void letTheTimePass() {
    jdbc.sql("UPDATE payment SET capture_before = now() WHERE merchant_id = ?")
        .param(merchantId)
        .update();
  }

  private void resumeAll() {
    jdbc.sql(
            """
            UPDATE payment_operation SET resume_at = now()
            WHERE status = 'pending' AND payment_uuid = ?
            """)
        .param(uuidOf(merchantId, "PAY_1"))
        .update();
    resume.resumeDue();
  }

  private List<@Nullable String> operations() {
    return jdbc.sql(
            "SELECT kind || ' ' || status FROM payment_operation WHERE payment_uuid = ? ORDER BY uuid")
        .param(uuidOf(merchantId, "PAY_1"))
        .query(String.class)
        .list();
  }

  private List<@Nullable String> events() {
    return jdbc.sql("SELECT type FROM outbox_event WHERE aggregate_id = ? ORDER BY sequence")
        .param(uuidOf(merchantId, "PAY_1"))
        .query(String.class)
        .list();
  }

  private long cases() {
    return jdbc.sql("SELECT count(*) FROM reconciliation_case WHERE payment_uuid = ?")
        .param(uuidOf(merchantId, "PAY_1"))
        .query(Long.class)
        .single();
  }
}
