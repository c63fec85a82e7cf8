package dev.florin.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JdbcOutboxTests {

  @Test
  void theHashOfAKeyIsForEverTheSame() {
    assertThat(JdbcOutbox.partitionOf(UUID.fromString("019a1f2e-7c3d-7a41-9d2b-3f5e8a6c1b70")))
        .isEqualTo(1);
    assertThat(JdbcOutbox.partitionOf(UUID.fromString("ffffffff-ffff-ffff-0000-00000000000e")))
        .isEqualTo(14);
  }

  @Test
  void keysSpreadEvenlyOverThePartitions() {
    var random = new Random(42);
    Map<Integer, Integer> sizes = new HashMap<>();
    for (int i = 0; i < 16_000; i++) {
      var key = new UUID(random.nextLong(), random.nextLong());
      sizes.merge(JdbcOutbox.partitionOf(key), 1, Integer::sum);
    }

    assertThat(sizes).hasSize(JdbcOutbox.PARTITIONS);
    assertThat(sizes.values()).allMatch(size -> size > 850 && size < 1150);
  }
}
