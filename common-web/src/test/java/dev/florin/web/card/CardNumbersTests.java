package dev.florin.web.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.florin.web.problem.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CardNumbersTests {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111111111111111",
        "5555555555554444",
        "378282246310005",
        "6011111111111117",
        "30569309025904",
        "4222222222222",
        "pay with 4111 1111 1111 1111 please",
        "4111-1111-1111-1111",
        "4111.1111.1111.1111",
        "3782 822463 10005",
        "PAY_4111111111111111_1",
        "x4111111111111111y"
      })
  void aCardNumberIsRefused(String text) {
    assertThatThrownBy(() -> CardNumbers.refuse("description", text))
        .isInstanceOf(ProblemException.class)
        .hasMessageNotContaining("4111");
  }

  @Test
  void aCardNumberAsAFieldsNameIsNotRepeated() {
    Throwable refused =
        catchThrowable(
            () -> CardNumbers.refuseWithin("4111111111111111", List.of("4111111111111111")));

    assertThat(refused).extracting("param").isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111111111111112",
        "411111111111",
        "41111111111111111111111",
        "1763634352123",
        "order 20261120103005",
        "550e8400-e29b-41d4-a716-446655440000",
        "+41 44 668 18 00",
        "CH93 0076 2011 6238 5295 7"
      })
  void whatIsNoCardNumberIsAccepted(String text) {
    assertThatCode(() -> CardNumbers.refuse("description", text)).doesNotThrowAnyException();
  }
}
