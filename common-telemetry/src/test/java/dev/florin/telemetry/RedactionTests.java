package dev.florin.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTests {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111111111111111",
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "378282246310005",
        "6011000990139424",
        "4222222222222",
        "30569309025904",
      })
  void cardNumbersAreMasked(String number) {
    assertThat(Redaction.clean("paid with " + number + ".")).isEqualTo("paid with [redacted].");
    assertThat(Redaction.clean(number)).isEqualTo("[redacted]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "19.99",
        "4111111111111112",
        "1763634000000",
        "1763634000000000000",
        "0198c2d4-1234-7123-8123-412345678901",
        "0af7651916cd43dd8448eb211c80319c",
        "a4111111111111111f",
        "00000000000000000000",
        "2026-11-20 10:45:40.910",
        "2026-11-20 1763634000004",
        "40 19 99 25 00 30 10 06 50 60",
        "92345678-4321-4123-8123-412345678901",
      })
  void otherTextStaysTheSameObject(String text) {
    assertThat(Redaction.clean(text)).isSameAs(text);
  }

  @Test
  void everyCardNumberOfATextIsMasked() {
    assertThat(Redaction.clean("4111111111111111,5555555555554444;1"))
        .isEqualTo("[redacted],[redacted];1");
  }

  @ParameterizedTest
  @CsvSource({
    "4111111111111111 12/28, [redacted] 12/28",
    "user 7 4111111111111111, user 7 [redacted]",
    "2026-11-20 4111111111111111, 2026-11-20 [redacted]",
    "4111111111111111-123, [redacted]-123",
    "7 4111 1111 1111 1111 12/28, 7 [redacted] 12/28",
    "2026-11-20 3782 822463 10005, 2026-11-20 [redacted]",
    "4111111111111111 5555555555554444, [redacted] [redacted]",
  })
  void aCardNumberBesideOtherNumbersIsMasked(String text, String cleaned) {
    assertThat(Redaction.clean(text)).isEqualTo(cleaned);
  }

  @Test
  void noRestOfACardNumberStaysBehindNumbersThatLookLikeTheBeginningOfOne() {
    // The first 16 digits pass the check too.
    assertThat(Redaction.clean("2222 2222 2224 4111 1111 1111 1111")).isEqualTo("[redacted]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http.request.header.Authorization",
        "db.password",
        "client_secret",
        "payment.token",
        "card_number",
        "card.pan",
        "X-Api-Key",
        "Set-Cookie",
      })
  void keysThatAnnounceASecretAreSensitive(String key) {
    assertThat(Redaction.isSensitiveKey(key)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"user_id", "span.kind", "company", "http.route", "risk.level", "session_id"})
  void keysOfBusinessAreNot(String key) {
    assertThat(Redaction.isSensitiveKey(key)).isFalse();
  }

  @Test
  void onlyTheAttributesInQuestionAreMasked() {
    Attributes attributes =
        Attributes.builder()
            .put("payment.token", "tok_1")
            .put("note", "card 4111111111111111")
            .put("payment.id", "PAY_1")
            .put("attempt", 2)
            .build();

    Attributes cleaned = Redaction.clean(attributes);

    assertThat(cleaned)
        .isEqualTo(
            Attributes.builder()
                .put("payment.token", "[redacted]")
                .put("note", "card [redacted]")
                .put("payment.id", "PAY_1")
                .put("attempt", 2)
                .build());
  }

  @Test
  void listsAreMaskedToo() {
    Attributes cleaned =
        Redaction.clean(
            Attributes.of(
                AttributeKey.stringArrayKey("cards"), java.util.List.of("4111111111111111")));

    assertThat(cleaned.get(AttributeKey.stringKey("cards"))).isEqualTo("[[redacted]]");
  }

  @Test
  void harmlessAttributesAreNotCopied() {
    Attributes attributes = Attributes.builder().put("payment.id", "PAY_1").build();

    assertThat(Redaction.clean(attributes)).isSameAs(attributes);
  }
}
