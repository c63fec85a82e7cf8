package dev.florin.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class RevocationPropertiesTests {

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner().withUserConfiguration(Settings.class);

  @Test
  void theListIsAtOneAddress() {
    runner
        .withPropertyValues("florin.gateway.revocation.uri=http://one:1/oauth2/revocations")
        .run(context -> assertThat(context).hasNotFailed());
  }

  @Test
  void severalAddressesFailTheStartByTheNameOfTheProperty() {
    runner
        .withPropertyValues(
            "florin.gateway.revocation.uri=http://one:1,http://two:2/oauth2/revocations")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .hasStackTraceContaining("florin.gateway.revocation.uri must have one host"));
  }

  @EnableConfigurationProperties(RevocationProperties.class)
  static class Settings {}
}
