package dev.florin.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.florin.localstack.embedded.Database;
import dev.florin.localstack.embedded.EphemeralPostgres;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.annotation.KafkaListener;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Where the trace of a payment goes once its event is stored. */
class TraceContinuityIT {

  private final Database database = EphemeralPostgres.database("traces");

  @Test
  void theFirstPublicationAndItsConsumptionContinueTheTraceThatWroteTheRow() {
    String topic = TestBroker.topic("traced");
    try (var service =
        TestService.start(
            database, Listening.class, "florin.outbox.relay.enabled=true", "test.topic=" + topic)) {
      appendWithin(service, "payment.send_notification", topic);

      ConsumerRecord<String, byte[]> message = TestBroker.read(topic, 1).getFirst();
      await().until(() -> named(service.spans(), "listened").size() == 1);

      SpanData cause = named(service.spans(), "payment.send_notification").getFirst();
      SpanData sent = named(service.spans(), "send " + topic).getFirst();
      SpanData processed = named(service.spans(), "process " + topic).getFirst();
      SpanData listened = named(service.spans(), "listened").getFirst();
      assertThat(sent.getKind()).isEqualTo(SpanKind.PRODUCER);
      assertThat(sent.getParentSpanContext().getSpanId()).isEqualTo(cause.getSpanId());
      assertThat(sent.getTraceId()).isEqualTo(cause.getTraceId());
      assertThat(processed.getKind()).isEqualTo(SpanKind.CONSUMER);
      assertThat(processed.getParentSpanId()).isEqualTo(sent.getSpanId());
      assertThat(listened.getParentSpanId()).isEqualTo(processed.getSpanId());
      assertThat(header(message, "traceparent"))
          .startsWith("00-%s-%s-".formatted(cause.getTraceId(), sent.getSpanId()));
      assertThat(header(message, "baggage")).contains("merchant_id=merchant-1");
      assertThat(new JsonMapper().readTree(message.value()).get("trace_id").asString())
          .isEqualTo(cause.getTraceId());
    }
  }

  @Test
  void aRetryStartsATraceOfItsOwnThatIsLinkedToTheCause() throws IOException {
    String topic = TestBroker.topic("retried");
    try (var kafka = new ReachableLater();
        var service =
            TestService.publishing(
                database,
                "spring.kafka.bootstrap-servers=" + kafka.address(),
                "florin.outbox.relay.send-timeout=500ms",
                "florin.outbox.relay.max-backoff=1s")) {
      appendWithin(service, "payment.send_notification", topic);
      await().until(() -> service.counter("outbox.publish.failures") >= 1);

      kafka.open();
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(service.unpublished()).isZero());

      SpanData cause = named(service.spans(), "payment.send_notification").getFirst();
      SpanData retry = named(service.spans(), "outbox.republish").getLast();
      SpanData sent = named(service.spans(), "send " + topic).getLast();
      assertThat(retry.getTraceId()).isNotEqualTo(cause.getTraceId());
      assertThat(retry.getLinks())
          .extracting(link -> link.getSpanContext().getSpanId())
          .containsExactly(cause.getSpanId());
      assertThat(sent.getParentSpanId()).isEqualTo(retry.getSpanId());
    }
  }

  @Test
  void anIdleRelayIsNotObserved() {
    try (var service =
        TestService.start(
            database,
            Watched.class,
            "florin.outbox.relay.enabled=true",
            "florin.outbox.relay.poll-interval=10ms",
            "florin.outbox.relay.sample-interval=10ms",
            "florin.outbox.relay.purge-interval=10ms",
            "florin.outbox.relay.lease=40ms",
            "florin.outbox.relay.send-timeout=10ms")) {
      var started = service.bean(Started.class).names;
      started.clear();
      service.jdbc().sql("select 'the test itself'").query(String.class).single();
      assertThat(started).hasSize(1);
      started.clear();

      // Asked past the observed data source, whose statements would be observed.
      await().until(() -> polls(database) > 50);

      assertThat(started).isEmpty();
    }
  }

  private static void appendWithin(TestService service, String span, String topic) {
    Runnable append = () -> observedAppend(service, span, topic);
    Context.current()
        .with(Baggage.builder().put("merchant_id", "merchant-1").build())
        .wrap(append)
        .run();
  }

  private static void observedAppend(TestService service, String span, String topic) {
    Observation.createNotStarted(span, service.bean(ObservationRegistry.class))
        .observe(
            () -> {
              service.append(topic, UUID.randomUUID(), 0);
            });
  }

  private static long polls(Database database) throws SQLException {
    try (var connection =
            DriverManager.getConnection(database.url(), database.username(), database.password());
        var statement = connection.createStatement();
        var result =
            statement.executeQuery(
                "select max(epoch) + sum(n_tup_upd) from outbox_partition, pg_stat_user_tables")) {
      result.next();
      return result.getLong(1);
    }
  }

  private static List<SpanData> named(List<SpanData> spans, String name) {
    return spans.stream().filter(span -> span.getName().equals(name)).toList();
  }

  private static String header(ConsumerRecord<String, byte[]> message, String name) {
    return new String(message.headers().lastHeader(name).value(), UTF_8);
  }

  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import(TestService.Application.class)
  static class Listening {

    private final ObservationRegistry observations;

    Listening(ObservationRegistry observations) {
      this.observations = observations;
    }

    @KafkaListener(topics = "${test.topic}", groupId = "listening")
    void on(EventEnvelope<JsonNode> event) {
      Observation.start("listened", observations).stop();
    }
  }

  static final class Started implements ObservationHandler<Observation.Context> {

    private final List<String> names = new CopyOnWriteArrayList<>();

    @Override
    public void onStart(Observation.Context context) {
      names.add(context.getName());
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
      return true;
    }
  }

  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import(TestService.Application.class)
  static class Watched {

    @Bean
    Started started() {
      return new Started();
    }
  }
}
