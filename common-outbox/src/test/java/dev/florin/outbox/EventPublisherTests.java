package dev.florin.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.KafkaTemplate;

class EventPublisherTests {

  private final UUID a = UUID.randomUUID();
  private final UUID b = UUID.randomUUID();

  @Test
  void afterAFailureNothingMoreOfThatKeyIsSentThoughOthersOfItsWaveAre() {
    var kafka = new FailingProducer(Set.of("a1"));
    List<OutboxRow> rows = List.of(row(1, b, "b1"), row(2, a, "a1"), row(3, a, "a2"));

    Publication publication = publisher(kafka).publish(rows, row -> false, () -> true);

    assertThat(publication.acknowledged()).containsExactly(rows.get(0));
    assertThat(publication.failed()).containsOnlyKeys(rows.get(1));
    assertThat(kafka.values()).containsExactly("b1", "a1");
  }

  @Test
  void whileTheBrokerIsAwayOneSendOfAWaveIsTriedAndNotAll() {
    var kafka = new FailingProducer(Set.of("a1", "b1"));
    List<OutboxRow> rows = List.of(row(1, a, "a1"), row(2, b, "b1"));

    Publication publication = publisher(kafka).publish(rows, row -> false, () -> true);

    assertThat(publication.failed()).containsOnlyKeys(rows.get(0));
    assertThat(kafka.values()).containsExactly("a1");
  }

  @Test
  void noSendStartsWhenTheLeaseIsTooShortForIt() {
    var kafka = new FailingProducer(Set.of());
    var answers = new ArrayList<>(List.of(true, false));
    List<OutboxRow> rows = List.of(row(1, a, "a1"), row(2, a, "a2"));

    Publication publication =
        publisher(kafka).publish(rows, row -> false, () -> answers.removeFirst());

    assertThat(publication.acknowledged()).containsExactly(rows.get(0));
    assertThat(publication.failed()).isEmpty();
    assertThat(kafka.values()).containsExactly("a1");
  }

  private static EventPublisher publisher(FailingProducer producer) {
    return new EventPublisher(
        new KafkaTemplate<>(() -> producer),
        OpenTelemetry.noop().getTracer("test"),
        Duration.ofSeconds(1));
  }

  private static OutboxRow row(long id, UUID aggregate, String payload) {
    return new OutboxRow(
        id,
        0,
        UUID.randomUUID(),
        "topic",
        aggregate,
        "test.happened",
        payload,
        new StoredTrace(null, null));
  }

  /** Acknowledges at once, except for the payloads that it fails as a broker that is away does. */
  private static final class FailingProducer extends MockProducer<String, byte[]> {

    private final Set<String> failing;
    private final List<String> values = new ArrayList<>();

    FailingProducer(Set<String> failing) {
      super(Cluster.empty(), true, null, new StringSerializer(), new ByteArraySerializer());
      this.failing = failing;
    }

    List<String> values() {
      return values;
    }

    @Override
    public synchronized Future<RecordMetadata> send(
        ProducerRecord<String, byte[]> message, Callback callback) {
      String value = new String(message.value(), StandardCharsets.UTF_8);
      values.add(value);
      if (failing.contains(value)) {
        var failure = new TimeoutException("no broker");
        callback.onCompletion(null, failure);
        return CompletableFuture.failedFuture(failure);
      }
      return super.send(message, callback);
    }
  }
}
