package dev.florin.risk.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class RulePropertiesTests {

  private final ApplicationContextRunner context =
      new ApplicationContextRunner().withUserConfiguration(Settings.class);

  @Test
  void rulesAreReadFromSettings() {
    context
        .withPropertyValues(
            "florin.risk.rules.velocity[0].name=often",
            "florin.risk.rules.velocity[0].version=7",
            "florin.risk.rules.velocity[0].decision=deny",
            "florin.risk.rules.velocity[0].score=80",
            "florin.risk.rules.velocity[0].period=5m",
            "florin.risk.rules.velocity[0].max-sum.by-currency.USD=10.50",
            "florin.risk.rules.velocity[0].max-sum.otherwise=20")
        .run(
            started -> {
              var rule = started.getBean(RuleProperties.class).velocity().getFirst();
              assertThat(rule.version()).isEqualTo(7);
              assertThat(rule.decision()).isEqualTo(Decision.DENY);
              assertThat(rule.maxSum())
                  .isEqualTo(
                      new Limit(Map.of("USD", new BigDecimal("10.50")), new BigDecimal("20")));
            });
  }

  @Test
  void aRuleWithoutLimitIsRefused() {
    context
        .withPropertyValues(
            "florin.risk.rules.velocity[0].name=often",
            "florin.risk.rules.velocity[0].version=1",
            "florin.risk.rules.velocity[0].decision=deny",
            "florin.risk.rules.velocity[0].score=80",
            "florin.risk.rules.velocity[0].period=5m")
        .run(started -> assertThat(started).hasFailed());
  }

  @Test
  void aScoreBeyondAHundredIsRefused() {
    context
        .withPropertyValues(
            "florin.risk.rules.amount[0].name=large",
            "florin.risk.rules.amount[0].version=1",
            "florin.risk.rules.amount[0].decision=deny",
            "florin.risk.rules.amount[0].score=101",
            "florin.risk.rules.amount[0].above.otherwise=1")
        .run(started -> assertThat(started).hasFailed());
  }

  @EnableConfigurationProperties(RuleProperties.class)
  static class Settings {}
}
