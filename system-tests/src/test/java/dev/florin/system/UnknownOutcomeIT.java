package dev.florin.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.system.History.Sent;
import dev.florin.system.PaymentApi.Answer;
import java.time.Duration;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A channel that does not answer is asked, and nothing is guessed. */
@Tag("faults")
@ExtendWith(FaultStackExtension.class)
class UnknownOutcomeIT {

  /** R-11, T5. */
  @Test
  void aTimeoutThatWasChargedEndsAsOneChargeHoweverOftenTheKeyIsSent(
      Florin florin, PaymentApi api) {
    History history = new History();
    Sent sent = history.begin("USER_920", 31_00, "tok_timeout_charged");
    Answer first = Objects.requireNonNull(history.repeat(api, sent));
    assertThat(first.status()).as(first.text()).isEqualTo(202);
    String uuid = uuid(florin, sent);
    assertThat(transfers(florin, uuid)).isEqualTo("deduction");

    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              Answer again = Objects.requireNonNull(history.repeat(api, sent));
              assertThat(again.status()).isIn(201, 202, 409);
              return again.status() == 201;
            });

    Recovery.check(florin, api, history);
    assertThat(transfers(florin, uuid)).isEqualTo("deduction,settlement");
    assertThat(charges(florin, uuid)).isEqualTo("1");
  }

  /** "not found" counts only when the channel's finality window of 15 s is over. */
  @Test
  void aTimeoutThatWasNotChargedIsGivenBackOnlyAfterTheFinalityWindow(
      Florin florin, PaymentApi api) {
    History history = new History();
    Sent sent = history.begin("USER_921", 32_00, "tok_timeout_not_charged");
    Answer first = Objects.requireNonNull(history.repeat(api, sent));
    assertThat(first.status()).as(first.text()).isEqualTo(202);
    String uuid = uuid(florin, sent);

    Recovery.check(florin, api, history);

    assertThat(sent.end()).isEqualTo(Heard.FAILED);
    assertThat(transfers(florin, uuid)).isEqualTo("deduction,reversal");
    assertThat(charges(florin, uuid)).isEqualTo("0");
    assertThat(
            florin.query(
                "channel",
                "SELECT updated_at - sent_at > interval '15 s' FROM attempt WHERE payment_uuid = '%s'"
                    .formatted(uuid)))
        .isEqualTo("t");
    assertThat(
            florin.query(
                "payment",
                "SELECT tries > 0 AND failure_code = 'channel_unavailable' FROM payment WHERE uuid = '%s'"
                    .formatted(uuid)))
        .as("it was asked about before")
        .isEqualTo("t");
  }

  private static String uuid(Florin florin, Sent sent) {
    return florin.query(
        "payment",
        "SELECT payment_uuid FROM idempotency_record WHERE key = '%s'".formatted(sent.key()));
  }

  private static String transfers(Florin florin, String uuid) {
    return florin.query(
        "account",
        "SELECT string_agg(kind, ',' ORDER BY created_at) FROM transfer WHERE id LIKE '%s:%%'"
            .formatted(uuid));
  }

  private static String charges(Florin florin, String uuid) {
    return florin.query(
        "sandbox", "SELECT count(*) FROM charge WHERE reference = '%s_1'".formatted(uuid));
  }
}
