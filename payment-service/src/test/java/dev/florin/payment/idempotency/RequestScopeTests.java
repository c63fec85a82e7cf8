package dev.florin.payment.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.web.idempotency.IdempotencyKey;
import org.junit.jupiter.api.Test;

class RequestScopeTests {

  @Test
  void partsOfAScopeNeverRunTogether() {
    var one = new RequestScope("m", "a:b", "op", new IdempotencyKey("k"));
    var two = new RequestScope("m", "a", "b:op", new IdempotencyKey("k"));

    assertThat(one.cacheKey()).isNotEqualTo(two.cacheKey());
  }
}
