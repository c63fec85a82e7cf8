package dev.florin.sandbox.charge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptTests {

  @ParameterizedTest
  @CsvSource({
    ", APPROVED",
    "tok_4242424242424242, APPROVED",
    "tok_visa, APPROVED",
    "tok_4000000000000002, CARD_DECLINED",
    "tok_4000000000009995, INSUFFICIENT_FUNDS",
    "tok_4000000000000069, EXPIRED_CARD",
    "tok_4000000000000119, PROCESSING_ERROR",
    "tok_timeout_charged, TIMEOUT_CHARGED",
    "tok_timeout_not_charged, TIMEOUT_NOT_CHARGED",
    "tok_slow, SLOW",
    "tok_requires_action, REQUIRES_ACTION",
    "tok_pending, PENDING",
    "tok_late_success, LATE_SUCCESS",
    "tok_duplicate_callback, DUPLICATE_CALLBACK",
    "tok_contradicting_callback, CONTRADICTING_CALLBACK",
    "tok_wrong_amount, WRONG_AMOUNT",
    "tok_malformed, MALFORMED",
    "tok_refund_declined, REFUND_DECLINED",
    "tok_capture_declined, CAPTURE_DECLINED",
    "tok_refund_timeout, REFUND_TIMEOUT",
    "tok_not_tok_slow, APPROVED",
  })
  void aTokenChoosesTheBehaviour(String token, Script script) {
    assertThat(Script.of(token)).isEqualTo(script);
  }
}
