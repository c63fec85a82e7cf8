package dev.florin.sandbox.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.florin.sandbox.SandboxIntegration;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallbacksIT extends SandboxIntegration {

  private final String reference = reference();

  @BeforeEach
  void theReceiverIsWell() {
    receiverAnswers(204);
  }

  @Test
  void aPendingChargeIsDecidedLaterAndToldSigned() throws Exception {
    assertThat(charge(body(reference, "1999", "tok_pending")).field("status")).isEqualTo("pending");

    LoggedRequest callback = callbacks(1).getFirst();

    assertThat(callback.getBodyAsString())
        .contains("\"type\":\"charge.decided\"", "\"status\":\"approved\"", "\"amount\":1999");
    assertThat(callback.getHeader("webhook-id")).startsWith("msg_");
    assertThat(Instant.ofEpochSecond(Long.parseLong(callback.getHeader("webhook-timestamp"))))
        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(5));
    assertThat(callback.getHeader("webhook-signature")).isEqualTo(signatureOf(callback));
    assertThat(find(reference).field("status")).isEqualTo("approved");
  }

  @Test
  void aDuplicateCallbackIsTheSameMessageThreeTimes() throws Exception {
    charge(body(reference, "1999", "tok_duplicate_callback"));

    List<LoggedRequest> callbacks = callbacks(3);

    assertThat(callbacks).extracting(callback -> callback.getHeader("webhook-id")).hasSize(3);
    assertThat(callbacks.stream().map(callback -> callback.getHeader("webhook-id")).distinct())
        .hasSize(1);
    assertThat(callbacks.stream().map(LoggedRequest::getBodyAsString).distinct()).hasSize(1);
  }

  @Test
  void aContradictingCallbackDeniesWhatTheBookSays() throws Exception {
    assertThat(charge(body(reference, "1999", "tok_contradicting_callback")).field("status"))
        .isEqualTo("approved");

    assertThat(callbacks(1).getFirst().getBodyAsString()).contains("\"status\":\"declined\"");
    assertThat(find(reference).field("status")).isEqualTo("approved");
  }

  @Test
  void aLateChargeIsUnknownUntilItsWindowIsOverAndThenBookedAndTold() throws Exception {
    assertThat(charge(body(reference, "1999", "tok_late_success")).status()).isEqualTo(504);
    assertThat(find(reference).status()).as("within the window").isEqualTo(404);
    assertThat(callbacksAbout(reference)).isEmpty();
    jdbc.sql("update charge set decide_at = clock_timestamp() + interval '1 h' where reference = ?")
        .param(reference)
        .update();

    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(find(reference).status()).isEqualTo(200));

    assertThat(callbacks(1).getFirst().getBodyAsString()).contains("\"status\":\"approved\"");
    assertThat(charge(body(reference, "1999", "tok_late_success")).status()).isEqualTo(200);
  }

  @Test
  void aReceiverThatFailsIsCalledAgainWithTheSameMessage() throws Exception {
    receiverAnswers(500);
    charge(body(reference, "1999", "tok_pending"));
    List<LoggedRequest> failed = callbacks(2);

    receiverAnswers(204);
    int before = callbacks(3).size();

    await().atMost(Duration.ofSeconds(5)).until(() -> open() == 0);
    assertThat(before).isBetween(3, 4);
    assertThat(failed.stream().map(callback -> callback.getHeader("webhook-id")).distinct())
        .hasSize(1);
  }

  @Test
  void aReceiverThatStaysAwayIsGivenUp() throws Exception {
    receiverAnswers(503);
    charge(body(reference, "1999", "tok_pending"));

    callbacks(4);

    assertThat(open()).isEqualTo(1);
    assertThat(
            jdbc.sql("select tries from callback where body like ?")
                .param("%" + reference + "%")
                .query(Integer.class)
                .single())
        .as("three pauses, four tries, then no more")
        .isEqualTo(4);
  }

  private List<LoggedRequest> callbacks(int atLeast) {
    await().atMost(Duration.ofSeconds(20)).until(() -> callbacksAbout(reference).size() >= atLeast);
    return callbacksAbout(reference);
  }

  private int open() {
    return jdbc.sql("select count(*) from callback where delivered_at is null and body like ?")
        .param("%" + reference + "%")
        .query(Integer.class)
        .single();
  }

  private static String signatureOf(LoggedRequest callback) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    byte[] key = Base64.getDecoder().decode(CALLBACK_SECRET.substring("whsec_".length()));
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    String signed =
        callback.getHeader("webhook-id")
            + "."
            + callback.getHeader("webhook-timestamp")
            + "."
            + callback.getBodyAsString();
    return "v1,"
        + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
  }
}
