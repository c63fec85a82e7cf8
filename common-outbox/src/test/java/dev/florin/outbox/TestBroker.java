package dev.florin.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** One real Kafka broker per JVM, a topic of its own per test. */
final class TestBroker {

  private static final int PARTITIONS = 3;
  private static final EmbeddedKafkaKraftBroker BROKER = start();

  private TestBroker() {}

  private static EmbeddedKafkaKraftBroker start() {
    var broker = new EmbeddedKafkaKraftBroker(1, PARTITIONS);
    broker.afterPropertiesSet();
    Runtime.getRuntime().addShutdownHook(new Thread(broker::destroy));
    return broker;
  }

  static String address() {
    return BROKER.getBrokersAsString();
  }

  /** A new topic and its dead letter topic. */
  static String topic(String name) {
    String topic = name + "." + UUID.randomUUID();
    BROKER.addTopics(
        new NewTopic(topic, PARTITIONS, (short) 1), new NewTopic(topic + ".dlt", 1, (short) 1));
    return topic;
  }

  static List<ConsumerRecord<String, byte[]>> read(String topic, int atLeast) {
    return read(address(), topic, atLeast);
  }

  /** Reads from the beginning until there are so many records, and a little longer for surplus. */
  static List<ConsumerRecord<String, byte[]>> read(String address, String topic, int atLeast) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            address,
            "group.id",
            "reader-" + UUID.randomUUID(),
            "auto.offset.reset",
            "earliest");
    var records = new ArrayList<ConsumerRecord<String, byte[]>>();
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(topic));
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .pollInSameThread()
          .pollInterval(Duration.ofMillis(1))
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                return records.size() >= atLeast;
              });
      consumer.poll(Duration.ofMillis(300)).forEach(records::add);
    }
    return records;
  }
}
