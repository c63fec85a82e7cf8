package dev.florin.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
