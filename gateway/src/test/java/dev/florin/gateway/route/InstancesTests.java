package dev.florin.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class InstancesTests {

  private static final Duration LEFT_OUT_FOR = Duration.ofSeconds(5);

  private final Instance first = instance("first");
  private final Instance second = instance("second");
  private final Instances instances = new Instances(List.of(first, second));
  private long nanos;

  @Test
  void instancesTakeTurns() {
    assertThat(instances.inOrder()).containsExactly(first, second);
    assertThat(instances.inOrder()).containsExactly(second, first);
    assertThat(instances.inOrder()).containsExactly(first, second);
  }

  @Test
  void theOneWithFewerRequestsUnderWayComesFirst() {
    first.begin();

    assertThat(instances.inOrder()).containsExactly(second, first);
    assertThat(instances.inOrder()).containsExactly(second, first);

    first.end();
    second.begin();
    assertThat(instances.inOrder()).containsExactly(first, second);
  }

  @Test
  void theOneThatCannotBeReachedComesLastUntilOneRequestFindsOut() {
    first.leaveOut();
    second.begin();
    assertThat(instances.inOrder()).containsExactly(second, first);
    assertThat(instances.inOrder()).containsExactly(second, first);

    nanos += LEFT_OUT_FOR.toNanos() - 1;
    assertThat(instances.inOrder()).containsExactly(second, first);
    nanos++;
    assertThat(instances.inOrder()).as("one request").containsExactly(first, second);
    assertThat(instances.inOrder()).as("another request").containsExactly(second, first);

    first.takeBack();
    assertThat(instances.inOrder()).containsExactly(first, second);
  }

  private Instance instance(String host) {
    return new Instance(
        URI.create("http://" + host), CircuitBreaker.ofDefaults(host), LEFT_OUT_FOR, () -> nanos);
  }
}
