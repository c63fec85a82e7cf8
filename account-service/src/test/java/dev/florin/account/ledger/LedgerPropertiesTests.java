package dev.florin.account.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class LedgerPropertiesTests {

  private final ApplicationContextRunner context =
      new ApplicationContextRunner().withUserConfiguration(Settings.class);

  @Configuration
  @EnableConfigurationProperties(LedgerProperties.class)
  static class Settings {}

  @Test
  void defaultsSuitOneMachine() {
    context.run(
        started ->
            assertThat(started.getBean(LedgerProperties.class))
                .isEqualTo(new LedgerProperties(16, 4, 2, 256, 2048)));
  }

  @Test
  void everySettingCanBeChanged() {
    context
        .withPropertyValues(
            "florin.account.ledger.stripes=3",
            "florin.account.ledger.attempts=2",
            "florin.account.ledger.writers=1",
            "florin.account.ledger.batch=8",
            "florin.account.ledger.queue=9")
        .run(
            started ->
                assertThat(started.getBean(LedgerProperties.class))
                    .isEqualTo(new LedgerProperties(3, 2, 1, 8, 9)));
  }

  @Test
  void impossibleSettingsStopTheStart() {
    for (String setting :
        Map.of("stripes", "0", "attempts", "0", "writers", "0", "batch", "0", "queue", "0")
            .entrySet()
            .stream()
            .map(entry -> "florin.account.ledger." + entry.getKey() + "=" + entry.getValue())
            .toList()) {
      context
          .withPropertyValues(setting)
          .run(started -> assertThat(started).as(setting).hasFailed());
    }
  }
}
