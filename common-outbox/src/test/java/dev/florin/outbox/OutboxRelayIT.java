package dev.florin.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.florin.localstack.embedded.Database;
import dev.florin.localstack.embedded.EphemeralPostgres;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.transaction.IllegalTransactionStateException;
import tools.jackson.databind.json.JsonMapper;

/** I10, I12 and of the test catalogue. */
class OutboxRelayIT {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String[] EAGER_PURGE = {
    "florin.outbox.relay.retention=1ms",
    "florin.outbox.relay.purge-interval=10ms",
    "florin.outbox.relay.purge-batch=2"
  };

  private final Database database = EphemeralPostgres.database("outbox");

  @Test
  void eachCommittedEventIsPublishedOnceAndInTheOrderOfItsKey() {
    String topic = TestBroker.topic("orders");
    try (var service = TestService.publishing(database)) {
      List<OutboxEvent> events = appendInterleaved(service, topic, 10, 20);

      var records = TestBroker.read(topic, events.size());

      assertThat(records)
          .extracting(OutboxRelayIT::eventId)
          .containsExactlyInAnyOrderElementsOf(ids(events));
      assertSequencesRise(records);
      await().untilAsserted(() -> assertThat(service.unpublished()).isZero());
      assertThat(service.counter("outbox.published")).isEqualTo(events.size());
    }
  }

  @Test
  void theValueIsTheEnvelopeAndKeyAndHeadersRepeatWhatRoutersNeed() {
    String topic = TestBroker.topic("envelope");
    try (var service = TestService.publishing(database)) {
      OutboxEvent event = service.append(topic, UUID.randomUUID(), 7);

      var message = TestBroker.read(topic, 1).getFirst();

      assertThat(message.key()).isEqualTo(event.aggregateId().toString());
      assertThat(header(message, "event_id")).isEqualTo(event.eventId().toString());
      assertThat(header(message, "event_type")).isEqualTo("test.happened");
      assertThat(JSON.readTree(message.value()))
          .isEqualTo(
              JSON.readTree(
                  """
                  {"event_id": "%s", "type": "test.happened", "aggregate_id": "%s", "sequence": 7,
                   "occurred_at": "2026-05-01T10:15:30.123456Z", "data": {"sequenceNumber": 7}}
                  """
                      .formatted(event.eventId(), event.aggregateId())));
    }
  }

  @Test
  void aCommitWakesTheRelayLongBeforeTheNextPoll() {
    String topic = TestBroker.topic("wake");
    try (var service = TestService.publishing(database, "florin.outbox.relay.poll-interval=10m")) {
      await().until(() -> leasedPartitions(service) == 16);

      service.append(topic, UUID.randomUUID(), 0);

      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(service.unpublished()).isZero());
    }
  }

  @Test
  void aRollbackPublishesNothing() {
    String topic = TestBroker.topic("rollback");
    try (var service = TestService.publishing(database)) {
      var lost = TestService.event(topic, UUID.randomUUID(), 0);

      service
          .transaction()
          .executeWithoutResult(
              status -> {
                service.bean(Outbox.class).append(lost);
                status.setRollbackOnly();
              });
      OutboxEvent kept = service.append(topic, UUID.randomUUID(), 0);

      assertThat(TestBroker.read(topic, 1))
          .extracting(OutboxRelayIT::eventId)
          .containsExactly(kept.eventId());
    }
  }

  @Test
  void anEventOutsideATransactionIsRefused() {
    try (var service = TestService.start(database, TestService.Application.class)) {
      var event = TestService.event("never", UUID.randomUUID(), 0);

      assertThatThrownBy(() -> service.bean(Outbox.class).append(event))
          .isInstanceOf(IllegalTransactionStateException.class);
      assertThat(service.unpublished()).isZero();
    }
  }

  @Test
  void twoEventsCannotTakeTheSamePlaceInTheirAggregate() {
    try (var service = TestService.start(database, TestService.Application.class)) {
      OutboxEvent first = service.append("never", UUID.randomUUID(), 3);

      assertThatThrownBy(() -> service.append("never", first.aggregateId(), 3))
          .isInstanceOf(DuplicateKeyException.class);
    }
  }

  @Test
  void twoRelaysShareThePartitionsAndKeepTheOrder() {
    String topic = TestBroker.topic("shared");
    String[] fast = {"florin.outbox.relay.lease=4s", "florin.outbox.relay.send-timeout=1s"};
    try (var first = TestService.publishing(database, fast)) {
      await().until(() -> leasedPartitions(first) == 16);
      var events = new ArrayList<>(appendInterleaved(first, topic, 20, 10));
      try (var second = TestService.publishing(database, fast)) {
        events.addAll(appendInterleaved(second, topic, 20, 10));
        await().until(() -> shares(first).equals("8+8"));
        events.addAll(appendInterleaved(first, topic, 20, 10));

        var records = TestBroker.read(topic, events.size());

        assertThat(records)
            .extracting(OutboxRelayIT::eventId)
            .containsExactlyInAnyOrderElementsOf(ids(events));
        assertSequencesRise(records);
        assertThat(second.counter("outbox.published")).isPositive();
      }
      await().until(() -> leasedPartitions(first) == 16);
    }
  }

  @Test
  void aRelayKilledBetweenSendAndMarkRepeatsTheEventAndLosesNone() {
    String topic = TestBroker.topic("killed");
    try (var writer = TestService.start(database, TestService.Application.class);
        var producer = new BytesProducer(writer.bean(ProducerFactory.class), Map.of())) {
      failEachMark(writer);
      List<OutboxEvent> events = appendInterleaved(writer, topic, 5, 1);
      OutboxRelay killed = relayByHand(writer, producer);
      // It dies here for all the tables can tell: nothing marked, the leases never given back.
      assertThatThrownBy(killed::pass).hasMessageContaining("killed before the mark");
      healMarks(writer);

      try (var heir =
          TestService.publishing(
              database, "florin.outbox.relay.lease=2s", "florin.outbox.relay.send-timeout=500ms")) {
        await().untilAsserted(() -> assertThat(writer.unpublished()).isZero());
        var records = TestBroker.read(topic, 2 * events.size());

        assertThat(heir.counter("outbox.published")).isEqualTo(events.size());
        assertThat(records).hasSize(2 * events.size());
        assertThat(new HashSet<>(records.stream().map(OutboxRelayIT::eventId).toList()))
            .containsExactlyInAnyOrderElementsOf(ids(events));
      }
    }
  }

  @Test
  void aRelayThatLostItsLeaseMarksNothingAndTheNewOwnerPublishesAgain() {
    String topic = TestBroker.topic("zombie");
    try (var writer = TestService.start(database, TestService.Application.class);
        var producer = new BytesProducer(writer.bean(ProducerFactory.class), Map.of())) {
      OutboxRelay zombie = relayByHand(writer, producer);
      zombie.pass();
      writer.jdbc().sql("update outbox_partition set epoch = epoch + 1").update();
      OutboxEvent event = writer.append(topic, UUID.randomUUID(), 0);

      zombie.pass();
      assertThat(writer.unpublished()).isEqualTo(1);
      zombie.pass();

      assertThat(writer.unpublished()).isZero();
      assertThat(TestBroker.read(topic, 2))
          .extracting(OutboxRelayIT::eventId)
          .containsExactly(event.eventId(), event.eventId());
    }
  }

  @Test
  void whileKafkaIsUnreachableTheRowsWaitAndThenTheyGoInOrder() throws IOException {
    String topic = TestBroker.topic("unreachable");
    try (var kafka = new ReachableLater();
        var service =
            TestService.publishing(
                database,
                "spring.kafka.bootstrap-servers=" + kafka.address(),
                "florin.outbox.relay.send-timeout=500ms",
                "florin.outbox.relay.sample-interval=100ms",
                "florin.outbox.relay.max-backoff=1s")) {
      List<OutboxEvent> events = appendInterleaved(service, topic, 3, 5);
      await().until(() -> service.counter("outbox.publish.failures") >= 2);
      assertThat(service.unpublished()).isEqualTo(events.size());
      await().until(() -> gauge(service, "outbox.unpublished") == events.size());
      assertThat(gauge(service, "outbox.oldest.age")).isPositive();

      kafka.open();
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(service.unpublished()).isZero());

      var records = TestBroker.read(topic, events.size());
      assertThat(records)
          .extracting(OutboxRelayIT::eventId)
          .containsExactlyInAnyOrderElementsOf(ids(events));
      assertSequencesRise(records);
      await().until(() -> gauge(service, "outbox.unpublished") == 0);
    }
  }

  @Test
  void aStopPublishesWhatIsCommittedAndGivesTheLeasesBack() {
    String topic = TestBroker.topic("stop");
    try (var observer = TestService.start(database, TestService.Application.class)) {
      try (var service =
          TestService.publishing(database, "florin.outbox.relay.poll-interval=10m")) {
        await().until(() -> leasedPartitions(service) == 16);
        // Written by another instance, so that nothing wakes this one but its own stop.
        observer.append(topic, UUID.randomUUID(), 0);
      }

      assertThat(observer.unpublished()).isZero();
      assertThat(leasedPartitions(observer)).isZero();
    }
  }

  @Test
  void publishedRowsAreDeletedAfterTheirRetention() {
    String topic = TestBroker.topic("purge");
    try (var service = TestService.publishing(database, EAGER_PURGE)) {
      appendInterleaved(service, topic, 5, 1);

      await().untilAsserted(() -> assertThat(rows(service)).isZero());
    }
  }

  @Test
  void rowsThatWaitAreNeverDeleted() throws IOException {
    String topic = TestBroker.topic("waiting");
    try (var service = TestService.start(database, TestService.Application.class);
        var nowhere = new ReachableLater()) {
      service.append(topic, UUID.randomUUID(), 0);
      try (var cutOff =
          TestService.publishing(
              database,
              EAGER_PURGE[0],
              EAGER_PURGE[1],
              "florin.outbox.relay.send-timeout=200ms",
              "spring.kafka.bootstrap-servers=" + nowhere.address())) {
        // A purge precedes each attempt.
        await().until(() -> cutOff.counter("outbox.publish.failures") >= 2);
      }
      assertThat(rows(service)).isEqualTo(1);
    }
  }

  private static List<OutboxEvent> appendInterleaved(
      TestService service, String topic, int aggregates, int perAggregate) {
    List<UUID> keys = new ArrayList<>();
    for (int i = 0; i < aggregates; i++) {
      keys.add(UUID.randomUUID());
    }
    var events = new ArrayList<OutboxEvent>();
    for (int sequence = 0; sequence < perAggregate; sequence++) {
      for (UUID key : keys) {
        events.add(service.append(topic, key, sequence));
      }
    }
    return events;
  }

  private static void assertSequencesRise(List<ConsumerRecord<String, byte[]>> records) {
    Map<String, Long> last = new HashMap<>();
    for (ConsumerRecord<String, byte[]> message : records) {
      long sequence = JSON.readTree(message.value()).get("sequence").asLong();
      long previous = last.getOrDefault(message.key(), -1L);
      assertThat(sequence).as("sequence of key %s", message.key()).isEqualTo(previous + 1);
      last.put(message.key(), sequence);
    }
  }

  private static UUID eventId(ConsumerRecord<String, byte[]> message) {
    return UUID.fromString(JSON.readTree(message.value()).get("event_id").asString());
  }

  private static String header(ConsumerRecord<String, byte[]> message, String name) {
    return new String(message.headers().lastHeader(name).value(), UTF_8);
  }

  private static List<UUID> ids(List<OutboxEvent> events) {
    return events.stream().map(OutboxEvent::eventId).toList();
  }

  private static double gauge(TestService service, String name) {
    return service.bean(MeterRegistry.class).get(name).gauge().value();
  }

  private static long leasedPartitions(TestService service) {
    return service
        .jdbc()
        .sql("select count(*) from outbox_partition where lease_until > now()")
        .query(Long.class)
        .single();
  }

  private static String shares(TestService service) {
    return service
        .jdbc()
        .sql(
            """
            select string_agg(size::text, '+') from (
              select count(*) as size from outbox_partition
              where lease_until > now() group by owner) shares
            """)
        .query(String.class)
        .single();
  }

  private static long rows(TestService service) {
    return service.jdbc().sql("select count(*) from outbox_event").query(Long.class).single();
  }

  private static OutboxRelay relayByHand(TestService service, BytesProducer producer) {
    var properties =
        new Binder(
                new MapConfigurationPropertySource(
                    Map.of(
                        "florin.outbox.relay.lease", "2s",
                        "florin.outbox.relay.send-timeout", "500ms")))
            .bindOrCreate("florin.outbox.relay", OutboxRelayProperties.class);
    return new OutboxRelay(
        new PartitionLeases(
            service.jdbc(), service.transaction(), properties.lease(), properties.leaseMargin()),
        new OutboxRows(service.jdbc()),
        new EventPublisher(
            producer.template(), OpenTelemetry.noop().getTracer("test"), Duration.ofSeconds(10)),
        new RelayMetrics(new SimpleMeterRegistry()),
        properties);
  }

  private static void failEachMark(TestService service) {
    service
        .jdbc()
        .sql(
            """
            create function refuse_mark() returns trigger language plpgsql as
              $$ begin raise exception 'killed before the mark'; end $$;
            create trigger refuse_mark before update on outbox_event
              for each row execute function refuse_mark();
            """)
        .update();
  }

  private static void healMarks(TestService service) {
    service.jdbc().sql("drop trigger refuse_mark on outbox_event").update();
  }
}
