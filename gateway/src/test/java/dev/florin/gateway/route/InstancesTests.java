package dev.florin.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class InstancesTests {

  private final Instance first = instance("first");
  private final Instance second = instance("second");
  private final Instances instances = new Instances(List.of(first, second));

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

    Awaitility.await().until(() -> instances.inOrder().getFirst().equals(first));
    assertThat(instances.inOrder()).as("another request").containsExactly(second, first);

    first.takeBack();
    assertThat(instances.inOrder()).containsExactly(first, second);
  }

  private static Instance instance(String host) {
    return new Instance(
        URI.create("http://" + host), CircuitBreaker.ofDefaults(host), Duration.ofMillis(300));
  }
}
