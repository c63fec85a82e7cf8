package dev.florin.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.florin.localstack.embedded.Database;
import dev.florin.localstack.embedded.EphemeralPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

/** of the test catalogue, I11, and the inbox. */
class EventConsumerIT {

  private final Database database = EphemeralPostgres.database("consumer");
  private final String topic = TestBroker.topic("consumed");

  @Test
  void aPoisonRecordGoesToTheDeadLettersWithItsHeadersAndThePartitionGoesOn() {
    try (var service = listening()) {
      byte[] notUtf8 = {'{', (byte) 0xff, (byte) 0xfe};
      List<byte[]> poison =
          List.of(
              "no json".getBytes(UTF_8),
              notUtf8,
              "{\"type\": \"no.id\"}".getBytes(UTF_8),
              envelope(UUID.randomUUID(), "{\"name\": []}"),
              envelope(UUID.randomUUID(), "null"));
      UUID good = UUID.randomUUID();

      poison.forEach(value -> send(service, value));
      send(service, null);
      send(service, envelope(good, "{\"name\": \"good\"}"));

      await().until(() -> service.bean(Effects.class).seen.contains("good"));
      var letters = TestBroker.read(topic + ".dlt", 6);
      assertThat(letters).hasSize(6);
      assertThat(letters.stream().map(ConsumerRecord::value).toList().subList(0, 5))
          .containsExactlyElementsOf(poison);
      assertThat(letters.getLast().value()).isNull();
      assertThat(letters)
          .allSatisfy(
              letter -> {
                assertThat(text(letter, "origin")).isEqualTo("unit-7");
                assertThat(text(letter, "traceparent")).startsWith("00-0af7651916cd43dd8448eb21");
                assertThat(text(letter, "kafka_dlt-original-topic")).isEqualTo(topic);
              });
      assertThat(service.counter("events.dead.lettered")).isEqualTo(6);
    }
  }

  @Test
  void aListenerThatKeepsFailingIsTriedSoManyTimesAndNoMore() {
    try (var service = listening("florin.events.consumer.max-retries=2")) {
      send(service, envelope(UUID.randomUUID(), "{\"name\": \"broken\"}"));
      send(service, envelope(UUID.randomUUID(), "{\"name\": \"good\"}"));

      await().until(() -> service.bean(Effects.class).seen.contains("good"));
      assertThat(service.bean(Effects.class).broken).hasValue(3);
      assertThat(TestBroker.read(topic + ".dlt", 1)).hasSize(1);
    }
  }

  @Test
  void aRecordOutlivesADatabaseOutageWithoutBecomingADeadLetter() {
    try (var service =
        listening(
            "florin.events.consumer.max-retries=1",
            "florin.events.consumer.backoff=10ms",
            "florin.events.consumer.max-backoff=20ms")) {
      send(service, envelope(UUID.randomUUID(), "{\"name\": \"outage\"}"));

      await().until(() -> service.bean(Effects.class).seen.contains("outage"));
      assertThat(service.bean(Effects.class).outages).hasValue(10);
    }
  }

  @Test
  void anEventDeliveredTwiceHasItsEffectOnce() {
    try (var service = listening()) {
      UUID event = UUID.randomUUID();

      send(service, envelope(event, "{\"name\": \"once\"}"));
      send(service, envelope(event, "{\"name\": \"once\"}"));
      send(service, envelope(UUID.randomUUID(), "{\"name\": \"after\"}"));

      await().until(() -> service.bean(Effects.class).seen.contains("after"));
      assertThat(service.bean(Effects.class).seen).containsExactly("once", "after");
    }
  }

  @Test
  void theInboxForgetsAnAcceptanceThatIsRolledBackAndTellsConsumersApart() {
    try (var service = TestService.start(database, TestService.Application.class)) {
      UUID event = UUID.randomUUID();
      assertThat(accept(service, "a", event, true)).isTrue();

      assertThat(accept(service, "a", event, false)).isTrue();
      assertThat(accept(service, "a", event, false)).isFalse();
      assertThat(accept(service, "b", event, false)).isTrue();
    }
  }

  @Test
  void theInboxInsistsOnATransaction() {
    try (var service = TestService.start(database, TestService.Application.class)) {
      Inbox inbox = service.bean(Inbox.class);

      assertThatThrownBy(() -> inbox.accept("a", UUID.randomUUID()))
          .isInstanceOf(IllegalTransactionStateException.class);
    }
  }

  @Test
  void acceptedIdsAreForgottenAfterTheirRetention() {
    try (var service =
        TestService.start(
            database,
            TestService.Application.class,
            "florin.inbox.retention=1s",
            "florin.inbox.purge-interval=50ms",
            "florin.inbox.purge-batch=1")) {
      UUID event = UUID.randomUUID();
      accept(service, "a", event, false);
      accept(service, "a", UUID.randomUUID(), false);
      assertThat(accept(service, "a", event, false)).isFalse();

      await()
          .until(
              () ->
                  service.jdbc().sql("select count(*) from inbox_event").query(Long.class).single()
                      == 0);
    }
  }

  private TestService listening(String... properties) {
    var all = new ArrayList<>(List.of(properties));
    all.add("test.topic=" + topic);
    if (properties.length < 2) {
      all.add("florin.events.consumer.backoff=10ms");
    }
    return TestService.start(database, Listening.class, all.toArray(String[]::new));
  }

  private void send(TestService service, byte @Nullable [] value) {
    try (var producer = new BytesProducer(service.bean(ProducerFactory.class), Map.of())) {
      var message = new ProducerRecord<String, byte[]>(topic, 0, "key", value);
      message.headers().add("origin", "unit-7".getBytes(UTF_8));
      message
          .headers()
          .add(
              "traceparent",
              "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".getBytes(UTF_8));
      producer.template().send(message).join();
    }
  }

  private static byte[] envelope(UUID event, String data) {
    return """
        {"event_id": "%s", "type": "test.happened", "aggregate_id": "%s", "sequence": 1,
         "occurred_at": "2026-05-01T10:15:30Z", "not_known_here": 1, "data": %s}
        """
        .formatted(event, UUID.randomUUID(), data)
        .getBytes(UTF_8);
  }

  private static boolean accept(
      TestService service, String consumer, UUID event, boolean rollBack) {
    return Boolean.TRUE.equals(
        service
            .transaction()
            .execute(
                status -> {
                  if (rollBack) {
                    status.setRollbackOnly();
                  }
                  return service.bean(Inbox.class).accept(consumer, event);
                }));
  }

  private static String text(ConsumerRecord<String, byte[]> message, String header) {
    return new String(message.headers().lastHeader(header).value(), UTF_8);
  }

  record Named(String name) {}

  static final class Effects {
    final List<String> seen = new CopyOnWriteArrayList<>();
    final AtomicInteger broken = new AtomicInteger();
    final AtomicInteger outages = new AtomicInteger();
  }

  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import(TestService.Application.class)
  static class Listening {

    @Bean
    Effects effects() {
      return new Effects();
    }

    @Bean
    Listener listener(Inbox inbox, Effects effects, TransactionTemplate transaction) {
      return new Listener(inbox, effects, transaction);
    }
  }

  static final class Listener {

    private final Inbox inbox;
    private final Effects effects;
    private final TransactionTemplate transaction;

    Listener(Inbox inbox, Effects effects, TransactionTemplate transaction) {
      this.inbox = inbox;
      this.effects = effects;
      this.transaction = transaction;
    }

    @KafkaListener(topics = "${test.topic}", groupId = "effects")
    void on(EventEnvelope<Named> event) {
      switch (event.data().name()) {
        case "broken" -> {
          effects.broken.incrementAndGet();
          throw new IllegalStateException("broken on purpose");
        }
        case "outage" -> {
          if (effects.outages.get() < 10) {
            effects.outages.incrementAndGet();
            throw new DataAccessResourceFailureException("the database is away");
          }
          effects.seen.add("outage");
        }
        default ->
            transaction.executeWithoutResult(
                status -> {
                  if (inbox.accept("effects", event.eventId())) {
                    effects.seen.add(event.data().name());
                  }
                });
      }
    }
  }
}
