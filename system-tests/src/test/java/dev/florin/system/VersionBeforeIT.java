package dev.florin.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.localstack.stack.Service;
import dev.florin.system.History.Sent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * each service of the version before works on the schema of this one and among the others, as
 * it does during a rolling upgrade. {@code -Dflorin.test.version-before=FOLDER} names a checkout of
 * that version in which it has been built.
 */
@Tag("faults")
@ExtendWith(FaultStackExtension.class)
class VersionBeforeIT {

  private static final List<Scenario> SCENARIOS =
      List.of(
          Scenario.APPROVED,
          Scenario.DECLINED,
          Scenario.PENDING,
          Scenario.CAPTURED,
          Scenario.VOIDED,
          Scenario.REFUNDED,
          Scenario.REVIEWED);

  @ParameterizedTest
  @EnumSource
  void aServiceOfTheVersionBeforeWorksAmongThoseOfThisOne(
      Service service, Florin florin, PaymentApi api) throws IOException {
    Path jar = jar(service);
    History history = new History();
    try (Replica _ = Replica.inPlaceOf(florin, service.part(), jar)) {
      Awaitility.await("payments succeed")
          .atMost(Duration.ofMinutes(2))
          .until(() -> history.pay(api, "USER_990", 1_00, null).end() == Heard.PAID);
      for (Scenario scenario : SCENARIOS) {
        Sent sent = scenario.prepare(api, history);
        history.repeat(api, sent);
        Recovery.awaitFinal(florin, api);
        scenario.end(api, history, sent);
      }
    } finally {
      florin.start(service.part());
    }
    Recovery.check(florin, api, history);
    assertThat(history.codes()).doesNotContain("internal_error");
  }

  private static Path jar(Service service) {
    String folder = System.getProperty("florin.test.version-before", "");
    Assumptions.assumeFalse(
        folder.isEmpty(), "-Dflorin.test.version-before=FOLDER names the version before");
    Path jar =
        Path.of(folder)
            .resolve(service.module())
            .resolve("target/" + service.module() + "-0.1.0-SNAPSHOT.jar");
    assertThat(Files.exists(jar)).as(jar + " has been built").isTrue();
    return jar;
  }
}
