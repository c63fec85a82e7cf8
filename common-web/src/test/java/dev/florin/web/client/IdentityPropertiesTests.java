package dev.florin.web.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class IdentityPropertiesTests {
  private final ApplicationContextRunner context =
      new ApplicationContextRunner()
          .withUserConfiguration(Settings.class)
          .withPropertyValues(
              "florin.identity.client.token-uri=http://identity:8081/oauth2/token",
              "florin.identity.client.client-id=payment-service");

  @Configuration
  @EnableConfigurationProperties(IdentityProperties.class)
  static class Settings {}

  /** As a settings file leaves it when its variable is missing, and as an empty variable does. */
  @ParameterizedTest
  @ValueSource(strings = {"${FLORIN_CLIENT_SECRET}", "", " "})
  void withoutASecretNothingStarts(String secret) {
    context
        .withPropertyValues("florin.identity.client.client-secret=" + secret)
        .run(
            started ->
                assertThat(started)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("must be set: FLORIN_CLIENT_SECRET"));
  }

  @Test
  void secretIsTakenAsItIs() {
    context
        .withPropertyValues("florin.identity.client.client-secret=s3cret$with{braces}")
        .run(
            started ->
                assertThat(started.getBean(IdentityProperties.class).clientSecret())
                    .isEqualTo("s3cret$with{braces}"));
  }
}
