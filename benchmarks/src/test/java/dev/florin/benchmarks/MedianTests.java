package dev.florin.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class MedianTests {

  @Test
  void oneBadRoundDoesNotMoveIt() {
    assertThat(Median.of(List.of(5.0, 0.1, 4.9, 5.2, 5.1))).isEqualTo(5.0);
  }

  @Test
  void isTheMeanOfTheMiddleTwo() {
    assertThat(Median.of(List.of(4.0, 1.0, 2.0, 9.0))).isEqualTo(3.0);
  }

  @Test
  void isNotMadeUpWhereThereIsNothing() {
    assertThatIllegalArgumentException().isThrownBy(() -> Median.of(List.of()));
  }
}
