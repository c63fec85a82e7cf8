package dev.florin.risk.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

class RedisHealthTests {

  private final RedisHealth health = new RedisHealth();

  @Test
  void everybodyAsksWhileItIsHealthy() {
    health.succeeded();

    assertThat(health.isWorthAsking()).isTrue();
    assertThat(health.isWorthAsking()).isTrue();
  }

  @Test
  void onlyOneFindsOutWhetherItIsBack() {
    health.succeeded();
    health.failed(new IllegalStateException("gone"));
    assertThat(health.isWorthAsking()).isFalse();

    await().until(health::isWorthAsking);

    assertThat(health.isWorthAsking()).isFalse();
    health.succeeded();
    assertThat(health.isWorthAsking()).isTrue();
  }
}
