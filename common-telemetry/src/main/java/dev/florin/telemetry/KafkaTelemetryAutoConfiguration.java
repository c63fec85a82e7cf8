package dev.florin.telemetry;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.micrometer.KafkaListenerObservationConvention;
import org.springframework.kafka.support.micrometer.KafkaRecordReceiverContext;
import org.springframework.kafka.support.micrometer.KafkaRecordSenderContext;
import org.springframework.kafka.support.micrometer.KafkaTemplateObservationConvention;

/** Kafka spans and metrics by the semantic conventions for messaging. */
@AutoConfiguration(
    beforeName = "org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration")
@ConditionalOnClass(KafkaTemplate.class)
public final class KafkaTelemetryAutoConfiguration {

  private static final KeyValue SYSTEM = KeyValue.of("messaging.system", "kafka");

  @Bean
  @ConditionalOnMissingBean
  KafkaTemplateObservationConvention florinKafkaTemplateConvention() {
    return new SendConvention();
  }

  @Bean
  @ConditionalOnMissingBean
  KafkaListenerObservationConvention florinKafkaListenerConvention() {
    return new ProcessConvention();
  }

  private static KeyValue destination(String topic) {
    return KeyValue.of("messaging.destination.name", topic);
  }

  private static KeyValues key(Object key) {
    return key instanceof String text
        ? KeyValues.of("messaging.kafka.message.key", text)
        : KeyValues.empty();
  }

  static final class SendConvention implements KafkaTemplateObservationConvention {

    private static final KeyValues OPERATION =
        KeyValues.of(
            SYSTEM,
            KeyValue.of("messaging.operation.name", "send"),
            KeyValue.of("messaging.operation.type", "send"));

    @Override
    public String getName() {
      return "messaging.client.operation.duration";
    }

    @Override
    public String getContextualName(KafkaRecordSenderContext context) {
      return "send " + context.getDestination();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(KafkaRecordSenderContext context) {
      return OPERATION.and(destination(context.getDestination()));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(KafkaRecordSenderContext context) {
      ProducerRecord<?, ?> message = context.getRecord();
      return key(message.key());
    }
  }

  static final class ProcessConvention implements KafkaListenerObservationConvention {

    private static final KeyValues OPERATION =
        KeyValues.of(
            SYSTEM,
            KeyValue.of("messaging.operation.name", "process"),
            KeyValue.of("messaging.operation.type", "process"));

    @Override
    public String getName() {
      return "messaging.process.duration";
    }

    @Override
    public String getContextualName(KafkaRecordReceiverContext context) {
      return "process " + context.getSource();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(KafkaRecordReceiverContext context) {
      String group = context.getGroupId();
      return OPERATION.and(
          destination(context.getSource()),
          KeyValue.of("messaging.consumer.group.name", group == null ? "none" : group));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(KafkaRecordReceiverContext context) {
      return key(context.getRecord().key())
          .and(
              KeyValue.of("messaging.destination.partition.id", context.getPartition()),
              KeyValue.of("messaging.kafka.offset", context.getOffset()));
    }
  }
}
