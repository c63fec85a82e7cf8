package dev.florin.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class RoutePropertiesTests {

  @Test
  void aServiceHasOneInstanceOrSeveral() {
    RouteProperties properties =
        bind(
            Map.of(
                "florin.gateway.backends.payment", "http://one:1",
                "florin.gateway.backends.account", "http://one:1, http://two:2/"));

    assertThat(properties.addresses(Backend.PAYMENT)).containsExactly(URI.create("http://one:1"));
    assertThat(properties.addresses(Backend.ACCOUNT))
        .containsExactly(URI.create("http://one:1"), URI.create("http://two:2/"));
    assertThat(properties.isComplete()).isFalse();
  }

  @Test
  void aServiceHasTheSettingsOfAllButForItsOwn() {
    RouteProperties properties =
        bind(
            Map.of(
                "florin.gateway.backends.payment", "http://one:1",
                "florin.gateway.timeout", "8s",
                "florin.gateway.services.account.timeout", "3s",
                "florin.gateway.services.account.max-connections", "20",
                "florin.gateway.services.account.breaker.failure-percent", "20"));

    assertThat(properties.settings(Backend.PAYMENT))
        .isEqualTo(new RouteProperties.Settings(Duration.ofSeconds(8), 256, properties.breaker()));
    assertThat(properties.settings(Backend.ACCOUNT))
        .isEqualTo(
            new RouteProperties.Settings(
                Duration.ofSeconds(3),
                20,
                new RouteProperties.Breaker(50, 10, 20, Duration.ofSeconds(2), 3)));
  }

  private static RouteProperties bind(Map<String, String> values) {
    return new Binder(new MapConfigurationPropertySource(values))
        .bind("florin.gateway", RouteProperties.class)
        .get();
  }
}
