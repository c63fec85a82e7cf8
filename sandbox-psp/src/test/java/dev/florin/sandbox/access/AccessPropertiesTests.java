package dev.florin.sandbox.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class AccessPropertiesTests {
  private final ApplicationContextRunner context =
      new ApplicationContextRunner()
          .withInitializer(new ConfigDataApplicationContextInitializer())
          .withUserConfiguration(Settings.class);

  @Configuration
  @EnableConfigurationProperties(AccessProperties.class)
  static class Settings {}

  @Test
  void withoutAKeyItDoesNotStartAndNamesIt() {
    context.run(
        started ->
            assertThat(started)
                .getFailure()
                .rootCause()
                .hasMessageContaining("must be set: FLORIN_SANDBOX_PSP_API_KEY"));
  }

  @Test
  void withAKeyItStarts() {
    context
        .withPropertyValues("FLORIN_SANDBOX_PSP_API_KEY=a-key")
        .run(started -> assertThat(started).hasNotFailed());
  }
}
