package dev.florin.sandbox.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.sandbox.SandboxIntegration;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

@TestPropertySource(properties = "florin.sandbox.failure-rate=50")
class FailureIT extends SandboxIntegration {

  private static final int CHARGES = 100;

  @Test
  void aShareOfTheRequestsIsTurnedAwayAndNotProcessed() throws Exception {
    int booked = 0;
    for (int i = 0; i < CHARGES; i++) {
      Answer answer = charge(body("failure_" + i, "1999", null));
      assertThat(answer.status()).isIn(201, 503);
      booked += answer.status() == 201 ? 1 : 0;
    }

    assertThat(booked).isBetween(20, 80);
    assertThat(
            jdbc.sql("select count(*) from charge where reference like 'failure\\_%'")
                .query(Integer.class)
                .single())
        .isEqualTo(booked);
  }
}
