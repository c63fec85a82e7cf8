package dev.florin.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.florin.web.client.DeadlinePassedException;
import dev.florin.web.deadline.Deadline;
import dev.florin.web.deadline.DeadlineTelemetry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.junit.jupiter.api.Test;

/** Calls that are not made: surely nothing is sent of them. */
class CallLimitsTests {

  private static final Duration AT_ONCE = Duration.ZERO;

  /** Nobody looks at it. */
  @SuppressWarnings("NullAway")
  private static final ExecChain.Scope NO_SCOPE = null;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @Test
  void nothingIsSentAfterTheDeadlineAndThatIsCounted() {
    try (var exec =
        new DeadlineExec(Duration.ofSeconds(1), AT_ONCE, new DeadlineTelemetry(meters))) {
      ExecChain chain =
          (_, _) -> {
            throw new AssertionError("it was sent");
          };

      assertThatExceptionOfType(DeadlinePassedException.class)
          .isThrownBy(
              () ->
                  Deadline.in(Duration.ZERO)
                      .call(() -> exec.execute(new HttpGet("/"), NO_SCOPE, chain)));
    }
    assertThat(meters.get("florin.deadline.refusals").tag("work", "call").counter().count())
        .isEqualTo(1);
  }
}
