package dev.florin.web.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTests {

  @Test
  void theHeaderOrTheFieldOrBothAlikeGiveTheKey() {
    IdempotencyKey key = new IdempotencyKey("KEY 1~");

    assertThat(IdempotencyKey.of(List.of("KEY 1~"), null)).isEqualTo(key);
    assertThat(IdempotencyKey.of(List.of(), "KEY 1~")).isEqualTo(key);
    assertThat(IdempotencyKey.of(List.of("KEY 1~"), "KEY 1~")).isEqualTo(key);
  }

  @Test
  void noKeyIsRefused() {
    assertRefused(List.of(), null, CommonError.IDEMPOTENCY_KEY_REQUIRED);
  }

  @Test
  void twoKeysThatDifferAreRefused() {
    assertRefused(List.of("a", "b"), null, CommonError.IDEMPOTENCY_KEY_INVALID);
    assertRefused(List.of("a"), "b", CommonError.IDEMPOTENCY_KEY_INVALID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "ä", "a\u0000b", "a\nb", "\u0661"})
  void anUnprintableKeyIsRefused(String key) {
    assertRefused(List.of(key), null, CommonError.IDEMPOTENCY_KEY_INVALID);
  }

  @Test
  void aKeyOf255CharactersIsTheLongest() {
    assertThat(new IdempotencyKey("k".repeat(255)).value()).hasSize(255);
    assertRefused(List.of("k".repeat(256)), null, CommonError.IDEMPOTENCY_KEY_INVALID);
  }

  private static void assertRefused(
      List<String> headers, @Nullable String field, CommonError error) {
    assertThatThrownBy(() -> IdempotencyKey.of(headers, field))
        .isInstanceOfSatisfying(
            ProblemException.class, refused -> assertThat(refused.errorCode()).isEqualTo(error));
  }
}
