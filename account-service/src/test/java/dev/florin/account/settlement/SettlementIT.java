package dev.florin.account.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.florin.account.EphemeralDatabase;
import dev.florin.account.LedgerIntegrity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.context.EmbeddedKafka;
import org.springframework.kafka.test.utils.KafkaTestUtils;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;
import tools.jackson.databind.json.JsonMapper;

@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.MOCK,
    properties = "spring.kafka.bootstrap-servers=${spring.embedded.kafka.brokers}")
@ContextConfiguration(initializers = EphemeralDatabase.class)
@EmbeddedKafka(
    topics = {"payment.events", "payment.events.dlt"},
    partitions = 1)
@DirtiesContext
class SettlementIT {

  private static final Duration SOON = Duration.ofSeconds(20);

  private final JdbcTemplate jdbc;
  private final EmbeddedKafkaBroker broker;
  private final DefaultKafkaProducerFactory<String, String> producers;
  private final KafkaTemplate<String, String> kafka;

  private String payment = "";

  @Autowired
  SettlementIT(JdbcTemplate jdbc, EmbeddedKafkaBroker broker) {
    this.jdbc = jdbc;
    this.broker = broker;
    Map<String, Object> settings = KafkaTestUtils.producerProps(broker);
    this.producers =
        new DefaultKafkaProducerFactory<>(settings, new StringSerializer(), new StringSerializer());
    this.kafka = new KafkaTemplate<>(producers);
  }

  @BeforeEach
  void useAPaymentOfItsOwn() {
    payment = UUID.randomUUID().toString();
  }

  @AfterEach
  void theLedgerIsIntact() {
    producers.destroy();
    assertThat(LedgerIntegrity.breaches(jdbc)).isEmpty();
  }

  @Test
  void succeededPaymentIsOwedToItsChannel() {
    publish(UUID.randomUUID(), "payment.succeeded", data("19.99", "sandbox"));

    await().atMost(SOON).until(() -> settlements() == 1);
    assertThat(postings())
        .containsExactly(
            Map.of("code", "in_transit", "direction", "debit", "amount", 1999L),
            Map.of("code", "channel_payable:sandbox", "direction", "credit", "amount", 1999L));
  }

  @Test
  void documentedExampleIsSettled() throws IOException {
    String example =
        Files.readString(Path.of("..", "docs", "events", "examples", "payment.succeeded.json"));
    payment = new JsonMapper().readTree(example).path("aggregate_id").asString();

    publish("payment.succeeded", example);

    await().atMost(SOON).until(() -> settlements() == 1);
    assertThat(postings())
        .containsExactly(
            Map.of("code", "in_transit", "direction", "debit", "amount", 1999L),
            Map.of("code", "channel_payable:sandbox", "direction", "credit", "amount", 1999L));
  }

  @Test
  void eventDeliveredTwiceSettlesOnce() {
    UUID event = UUID.randomUUID();
    publish(event, "payment.succeeded", data("19.99", "sandbox"));
    publish(event, "payment.succeeded", data("19.99", "sandbox"));

    awaitTheEventsBefore();

    assertThat(settlements()).isEqualTo(1);
    assertThat(postings()).hasSize(2);
  }

  @Test
  void secondEventOfOnePaymentSettlesNothingMore() {
    publish(UUID.randomUUID(), "payment.succeeded", data("19.99", "sandbox"));
    publish(UUID.randomUUID(), "payment.succeeded", data("19.99", "sandbox"));

    awaitTheEventsBefore();

    assertThat(settlements()).isEqualTo(1);
    assertThat(postings()).hasSize(2);
  }

  @Test
  void everyCaptureIsOwedToItsChannelByItsOwnAmount() {
    UUID first = UUID.randomUUID();
    UUID second = UUID.randomUUID();
    publish(UUID.randomUUID(), "payment.captured", capture(first, "6.00"));
    publish(UUID.randomUUID(), "payment.captured", capture(second, "4.00"));
    publish(UUID.randomUUID(), "payment.captured", capture(second, "4.00"));

    awaitTheEventsBefore();

    assertThat(postings(first + ":settle"))
        .containsExactly(
            Map.of("code", "in_transit", "direction", "debit", "amount", 600L),
            Map.of("code", "channel_payable:sandbox", "direction", "credit", "amount", 600L));
    assertThat(postings(second + ":settle")).hasSize(2);
  }

  @Test
  void theEndOfAManualPaymentSettlesNothingMore() {
    publish(
        UUID.randomUUID(),
        "payment.succeeded",
        data("19.99", "sandbox").replace("{", "{\"capture_method\":\"manual\","));

    awaitTheEventsBefore();

    assertThat(settlements()).isZero();
  }

  @Test
  void documentedCaptureIsSettled() throws IOException {
    String example =
        Files.readString(Path.of("..", "docs", "events", "examples", "payment.captured.json"));
    String capture =
        new JsonMapper().readTree(example).path("data").path("capture_uuid").asString();

    publish("payment.captured", example);

    await().atMost(SOON).until(() -> postings(capture + ":settle").size() == 2);
  }

  private String capture(UUID capture, String amount) {
    return """
    {"payment_id":"PAY_1","payment_uuid":"%s","merchant_id":"demo","user_id":"USER_1",
     "status":"requires_capture","amount":"19.99","currency":"USD","channel":"sandbox",
     "capture_method":"manual","capture_uuid":"%s","capture_amount":"%s"}
    """
        .formatted(payment, capture, amount);
  }

  @Test
  void otherEventsMoveNothing() {
    publish(UUID.randomUUID(), "payment.failed", data("19.99", "sandbox"));
    publish(UUID.randomUUID(), "payment.invented", "{\"anything\":[1,2,3]}");

    awaitTheEventsBefore();

    assertThat(settlements()).isZero();
  }

  @Test
  void poisonGoesToTheDeadLettersAndThePartitionGoesOn() {
    try (Consumer<String, byte[]> deadLetters = deadLetters()) {
      publish(UUID.randomUUID(), "payment.succeeded", data("19.999", "sandbox"));
      kafka.send("payment.events", payment, "not json").join();

      awaitTheEventsBefore();

      List<String> dead = new ArrayList<>();
      await()
          .atMost(SOON)
          .until(
              () -> {
                for (ConsumerRecord<String, byte[]> letter :
                    deadLetters.poll(Duration.ofMillis(200))) {
                  dead.add(new String(letter.value(), StandardCharsets.UTF_8));
                }
                return dead.size() == 2;
              });
      assertThat(dead.getFirst()).contains("19.999");
      assertThat(dead.getLast()).isEqualTo("not json");
    }
    assertThat(settlements()).isZero();
  }

  /** A later event of the same partition that has been booked: everything before it was seen. */
  private void awaitTheEventsBefore() {
    String mine = payment;
    payment = UUID.randomUUID().toString();
    publish(UUID.randomUUID(), "payment.succeeded", data("1.00", "sandbox"));
    await().atMost(SOON).until(() -> settlements() == 1);
    payment = mine;
  }

  private void publish(UUID eventId, String type, String data) {
    String value =
        """
        {"event_id":"%s","type":"%s","aggregate_id":"%s","sequence":3,
         "occurred_at":"2026-01-02T03:04:05Z","trace_id":null,"data":%s}
        """
            .formatted(eventId, type, payment, data);
    publish(type, value);
  }

  private void publish(String type, String value) {
    ProducerRecord<String, String> message = new ProducerRecord<>("payment.events", payment, value);
    message.headers().add("event_type", type.getBytes(StandardCharsets.UTF_8));
    kafka.send(message).join();
  }

  private String data(String amount, String channel) {
    return """
    {"payment_id":"PAY_1","payment_uuid":"%s","merchant_id":"demo","user_id":"USER_1",
     "status":"succeeded","amount":"%s","currency":"USD","channel":"%s"}
    """
        .formatted(payment, amount, channel);
  }

  private int settlements() {
    return jdbc.queryForList("SELECT id FROM transfer WHERE id = ?", payment + ":settle").size();
  }

  private List<Map<String, @Nullable Object>> postings() {
    return postings(payment + ":settle");
  }

  private List<Map<String, @Nullable Object>> postings(String transfer) {
    return jdbc.queryForList(
        """
        SELECT code, direction, amount FROM posting p JOIN account a ON a.id = p.account_id
        WHERE transfer_id = ? ORDER BY leg
        """,
        transfer);
  }

  private Consumer<String, byte[]> deadLetters() {
    Map<String, Object> settings =
        KafkaTestUtils.consumerProps(broker, "dead-letters-" + UUID.randomUUID(), true);
    Consumer<String, byte[]> consumer =
        new DefaultKafkaConsumerFactory<>(
                settings, new StringDeserializer(), new ByteArrayDeserializer())
            .createConsumer();
    broker.consumeFromAnEmbeddedTopic(consumer, "payment.events.dlt");
    return consumer;
  }
}
