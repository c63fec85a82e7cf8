package dev.florin.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

class SettingsTests {

  @Test
  void theDefaultsAreValidAndTheRelayIsOff() {
    assertThat(bind(Map.of(), "florin.outbox.relay", OutboxRelayProperties.class))
        .isEqualTo(
            new OutboxRelayProperties(
                false,
                Duration.ofMillis(500),
                100,
                Duration.ofSeconds(20),
                Duration.ofSeconds(5),
                Duration.ofMillis(500),
                Duration.ofSeconds(10),
                Duration.ofDays(7),
                1000,
                Duration.ofMinutes(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(15)));
    assertThat(bind(Map.of(), "florin.inbox", InboxProperties.class))
        .isEqualTo(
            new InboxProperties(
                Duration.ofDays(30), 1000, Duration.ofMinutes(10), Duration.ofSeconds(5)));
    assertThat(bind(Map.of(), "florin.events.consumer", EventConsumerProperties.class))
        .isEqualTo(new EventConsumerProperties(4, Duration.ofMillis(200), Duration.ofSeconds(5)));
  }

  @Test
  void eventsOfAConsumerThatDiedDoNotWaitLongForAnother() {
    var factory = new DefaultKafkaConsumerFactory<Object, Object>(Map.of());

    new EventConsumerAutoConfiguration().eventConsumerSettings().customize(factory);

    assertThat(new ConsumerConfig(connected(factory)).getInt("session.timeout.ms"))
        .isEqualTo(10_000);
  }

  private static Map<String, Object> connected(ConsumerFactory<?, ?> factory) {
    Map<String, Object> settings = new HashMap<>(factory.getConfigurationProperties());
    settings.put("bootstrap.servers", "localhost:9092");
    return settings;
  }

  @Test
  void everySettingOfTheRelayCanBeSet() {
    Map<String, String> values = new HashMap<>();
    values.put("enabled", "true");
    values.put("poll-interval", "1s");
    values.put("batch-size", "2");
    values.put("lease", "40s");
    values.put("send-timeout", "3s");
    values.put("backoff", "4s");
    values.put("max-backoff", "5s");
    values.put("retention", "6d");
    values.put("purge-batch", "7");
    values.put("purge-interval", "8s");
    values.put("sample-interval", "9s");
    values.put("shutdown-timeout", "10s");

    assertThat(bind(values, "florin.outbox.relay", OutboxRelayProperties.class))
        .isEqualTo(
            new OutboxRelayProperties(
                true,
                Duration.ofSeconds(1),
                2,
                Duration.ofSeconds(40),
                Duration.ofSeconds(3),
                Duration.ofSeconds(4),
                Duration.ofSeconds(5),
                Duration.ofDays(6),
                7,
                Duration.ofSeconds(8),
                Duration.ofSeconds(9),
                Duration.ofSeconds(10)));
  }

  @ParameterizedTest
  @CsvSource({
    "poll-interval, 0s",
    "batch-size, 0",
    "batch-size, 1001",
    "send-timeout, 0s",
    "lease, 19s",
    "backoff, 0s",
    "max-backoff, 499ms",
    "retention, 0s",
    "purge-batch, 0",
    "purge-batch, 10001",
    "purge-interval, 0s",
    "sample-interval, 0s",
    "shutdown-timeout, 0s"
  })
  void aRelaySettingThatBreaksAPromiseIsRefusedByName(String name, String value) {
    assertThatThrownBy(
            () -> bind(Map.of(name, value), "florin.outbox.relay", OutboxRelayProperties.class))
        .rootCause()
        .hasMessageContaining("florin.outbox.relay: " + name);
  }

  @ParameterizedTest
  @CsvSource({"retention, 0s", "purge-interval, 0s", "shutdown-timeout, 0s", "purge-batch, 0"})
  void anInboxSettingThatMakesNoSenseIsRefused(String name, String value) {
    assertThatThrownBy(() -> bind(Map.of(name, value), "florin.inbox", InboxProperties.class))
        .rootCause()
        .hasMessageStartingWith("florin.inbox: ");
  }

  @ParameterizedTest
  @CsvSource({"max-retries, -1", "max-retries, 21", "backoff, 0s", "max-backoff, 199ms"})
  void aConsumerSettingThatMakesNoSenseIsRefused(String name, String value) {
    assertThatThrownBy(
            () ->
                bind(Map.of(name, value), "florin.events.consumer", EventConsumerProperties.class))
        .rootCause()
        .hasMessageStartingWith("florin.events.consumer: ");
  }

  private static <T> T bind(Map<String, String> values, String prefix, Class<T> type) {
    var source = new MapConfigurationPropertySource();
    values.forEach((name, value) -> source.put(prefix + "." + name, value));
    return new Binder(source).bindOrCreate(prefix, type);
  }
}
