package dev.florin.account.integrity.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.florin.account.integrity.IntegrityChecker;
import dev.florin.account.integrity.ScratchLedger;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import dev.florin.web.security.Caller;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;

class FirstLookIT {

  private final Caller caller = new Caller(Caller.Kind.SERVICE, null, "olga");
  private final Authentication token = new TestingAuthenticationToken("olga", "", "SCOPE_ops");

  @Test
  void whoAsksBeforeTheFirstLookIsToldToComeBack() {
    IntegrityChecker checker = ScratchLedger.intact().checker(new SimpleMeterRegistry(), 1_000);
    IntegrityController controller = new IntegrityController(checker);

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> controller.read(caller, token))
        .satisfies(
            problem -> {
              assertThat(problem.errorCode()).isEqualTo(CommonError.SERVICE_UNAVAILABLE);
              assertThat(problem.retryAfterSeconds()).isEqualTo(1);
            });

    checker.check();
    assertThat(controller.read(caller, token).holds()).isTrue();
  }
}
