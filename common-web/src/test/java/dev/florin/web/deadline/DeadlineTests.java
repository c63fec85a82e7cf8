package dev.florin.web.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTests {

  @Test
  void isInForceOnlyWhileItsWorkRuns() {
    Deadline deadline = Deadline.in(Duration.ofSeconds(5));

    assertThat(Deadline.current()).isEmpty();
    assertThat(deadline.call(() -> Deadline.current().orElseThrow())).isSameAs(deadline);
    assertThat(Deadline.current()).isEmpty();
  }

  @Test
  void shrinksButNeverGrows() {
    Deadline outer = Deadline.in(Duration.ofSeconds(1));

    outer.call(
        () -> {
          assertThat(Deadline.in(Duration.ofMinutes(1))).isSameAs(outer);
          assertThat(Deadline.in(Duration.ofMillis(10)).remaining())
              .isLessThanOrEqualTo(Duration.ofMillis(10));
          return true;
        });
  }

  @Test
  void hasNothingLeftOnceItHasPassed() {
    Deadline passed = Deadline.in(Duration.ZERO);

    assertThat(passed.hasPassed()).isTrue();
    assertThat(passed.remaining()).isZero();
  }
}
