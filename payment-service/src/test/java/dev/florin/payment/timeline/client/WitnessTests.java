package dev.florin.payment.timeline.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.payment.timeline.Neighbours.Reply;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A service that is asked for its part of a story. */
class WitnessTests {

  private final CircuitBreaker breaker = CircuitBreaker.ofDefaults("test");
  private final Bulkhead bulkhead =
      Bulkhead.of(
          "test",
          BulkheadConfig.custom().maxConcurrentCalls(1).maxWaitDuration(Duration.ZERO).build());
  private final Witness<String> witness = new Witness<>("known", breaker, bulkhead);

  @Test
  void tellsWhatItKnows() {
    assertThat(ask()).isEqualTo(new Reply.Told<>("known"));
  }

  @Test
  void isSilentWhileTooManyAskItAndTellsAgainLater() {
    bulkhead.acquirePermission();

    assertThat(ask()).isEqualTo(new Reply.Silent<>());
    assertThat(breaker.getMetrics().getNumberOfBufferedCalls()).isZero();

    bulkhead.onComplete();
    assertThat(ask()).isEqualTo(new Reply.Told<>("known"));
  }

  @Test
  void isSilentWhileItsBreakerIsOpen() {
    breaker.transitionToOpenState();

    assertThat(ask()).isEqualTo(new Reply.Silent<>());
  }

  private Reply<String> ask() {
    return witness.ask(known -> known, "unknown");
  }
}
