package dev.florin.account.seal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class SealPropertiesTests {

  @Configuration
  @EnableConfigurationProperties(SealProperties.class)
  static class Settings {}

  @Test
  void withoutAKeyItDoesNotStartAndNamesIt() {
    new ApplicationContextRunner()
        .withInitializer(new ConfigDataApplicationContextInitializer())
        .withUserConfiguration(Settings.class)
        .run(
            started ->
                assertThat(started)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("must be set: FLORIN_ACCOUNT_SEAL_KEY"));
  }
}
