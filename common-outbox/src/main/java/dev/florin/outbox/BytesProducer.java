package dev.florin.outbox;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;

/**
 * A producer of bytes that are sent as they are, with the service's connection settings and
 * guarantees of its own: every replica in sync has the record, retries neither repeat nor reorder.
 */
final class BytesProducer implements AutoCloseable {

  private final DefaultKafkaProducerFactory<String, byte[]> factory;
  private final KafkaTemplate<String, byte[]> template;

  /**
   * @param base whose connection settings are taken
   * @param overrides settings that win over the base's
   */
  BytesProducer(ProducerFactory<?, ?> base, Map<String, Object> overrides) {
    Map<String, Object> settings = new HashMap<>(base.getConfigurationProperties());
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
    settings.putAll(overrides);
    factory =
        new DefaultKafkaProducerFactory<>(
            settings, new StringSerializer(), new ByteArraySerializer());
    template = new KafkaTemplate<>(factory);
    // The default listener writes the content of a record that failed to the log.
    template.setProducerListener(null);
  }

  KafkaTemplate<String, byte[]> template() {
    return template;
  }

  @Override
  public void close() {
    factory.destroy();
  }
}
