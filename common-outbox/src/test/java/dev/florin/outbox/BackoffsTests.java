package dev.florin.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BackoffsTests {

  private final Backoffs backoffs = new Backoffs(Duration.ofHours(1), Duration.ofHours(3));

  @Test
  void aPartitionRestsTwiceAsLongWithEachFailureUpToTheLongest() {
    OutboxRow row = row(5);

    assertThat(backoffs.failed(row)).isEqualTo(Duration.ofHours(1));
    assertThat(backoffs.failed(row)).isEqualTo(Duration.ofHours(2));
    assertThat(backoffs.failed(row)).isEqualTo(Duration.ofHours(3));
    assertThat(backoffs.failed(row)).isEqualTo(Duration.ofHours(3));
    assertThat(backoffs.isResting(5)).isTrue();
    assertThat(backoffs.isResting(6)).isFalse();
  }

  @Test
  void aSuccessEndsTheRestAndForgetsTheFailures() {
    OutboxRow row = row(5);
    backoffs.failed(row);

    backoffs.succeeded(row);

    assertThat(backoffs.isResting(5)).isFalse();
    assertThat(backoffs.isRetry(row)).isFalse();
    assertThat(backoffs.failed(row)).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void onlyTheEventThatFailedIsARetry() {
    OutboxRow row = row(5);
    backoffs.failed(row);

    assertThat(backoffs.isRetry(row)).isTrue();
    assertThat(backoffs.isRetry(row(5))).isFalse();
  }

  private static OutboxRow row(int partition) {
    return new OutboxRow(
        1,
        partition,
        UUID.randomUUID(),
        "topic",
        UUID.randomUUID(),
        "test.happened",
        "{}",
        new StoredTrace(null, null));
  }
}
