package dev.florin.channel.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class SandboxPropertiesTests {
  private final ApplicationContextRunner context =
      new ApplicationContextRunner()
          .withInitializer(new ConfigDataApplicationContextInitializer())
          .withUserConfiguration(Settings.class)
          .withPropertyValues("FLORIN_SANDBOX_PSP_URL=http://provider:8090");

  @Configuration
  @EnableConfigurationProperties(SandboxProperties.class)
  static class Settings {}

  @Test
  void withBothSecretsItStarts() {
    context
        .withPropertyValues(
            "FLORIN_SANDBOX_PSP_API_KEY=a-key",
            "FLORIN_SANDBOX_PSP_CALLBACK_SECRET=whsec_" + "a".repeat(32))
        .run(started -> assertThat(started).hasNotFailed());
  }

  @ParameterizedTest
  @ValueSource(strings = {"FLORIN_SANDBOX_PSP_API_KEY", "FLORIN_SANDBOX_PSP_CALLBACK_SECRET"})
  void withoutOneItDoesNotStartAndNamesIt(String missing) {
    context
        .withPropertyValues(
            missing.endsWith("API_KEY")
                ? "FLORIN_SANDBOX_PSP_CALLBACK_SECRET=whsec_" + "a".repeat(32)
                : "FLORIN_SANDBOX_PSP_API_KEY=a-key")
        .run(started -> assertThat(started).getFailure().rootCause().hasMessageContaining(missing));
  }
}
