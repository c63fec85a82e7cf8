package dev.florin.outbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaConsumerFactoryCustomizer;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.kafka.config.ContainerCustomizer;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.support.converter.ByteArrayJacksonJsonMessageConverter;
import org.springframework.kafka.support.converter.RecordMessageConverter;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.util.backoff.ExponentialBackOff;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The consuming side's defaults: a service only writes {@code @KafkaListener} methods that take an
 * {@link EventEnvelope}. Listeners take one record at a time, since Micrometer does not observe
 * batch listeners.
 */
@AutoConfiguration(after = {KafkaAutoConfiguration.class, JacksonAutoConfiguration.class})
@ConditionalOnBean({ProducerFactory.class, JsonMapper.class})
@EnableConfigurationProperties(EventConsumerProperties.class)
public final class EventConsumerAutoConfiguration {

  /** For so long the partitions of a consumer that died wait for it, and their events with them. */
  private static final int SESSION_TIMEOUT_MILLIS = 10_000;

  /** Bytes cannot fail to deserialise, and a dead letter is what was received. */
  @Bean
  DefaultKafkaConsumerFactoryCustomizer eventConsumerSettings() {
    return factory ->
        factory.updateConfigs(
            Map.of(
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                StringDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                // A group that has no offsets has not seen anything yet.
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                SESSION_TIMEOUT_MILLIS,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false));
  }

  @Bean
  ContainerCustomizer<Object, Object, ConcurrentMessageListenerContainer<Object, Object>>
      eventListenerObservation() {
    return container -> container.getContainerProperties().setObservationEnabled(true);
  }

  /** Reads envelopes; fields that this consumer does not know are the producer's right to add. */
  @Bean
  @ConditionalOnMissingBean
  RecordMessageConverter eventMessageConverter(JsonMapper json) {
    return new ByteArrayJacksonJsonMessageConverter(
        json.rebuild().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build());
  }

  @Bean
  BytesProducer deadLetterProducer(ProducerFactory<?, ?> base) {
    return new BytesProducer(
        base,
        Map.of(
            ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000));
  }

  @Bean
  @ConditionalOnMissingBean(CommonErrorHandler.class)
  DefaultErrorHandler eventErrorHandler(
      BytesProducer deadLetterProducer,
      EventConsumerProperties properties,
      ObjectProvider<MeterRegistry> meters) {
    ExponentialBackOff bounded = backOff(properties);
    bounded.setMaxAttempts(properties.maxRetries());
    ExponentialBackOff unbounded = backOff(properties);
    var handler =
        new DefaultErrorHandler(
            new DeadLetters(
                deadLetterProducer.template(), meters.getIfAvailable(SimpleMeterRegistry::new)),
            bounded);
    handler.setBackOffFunction((message, failure) -> isOutage(failure) ? unbounded : null);
    return handler;
  }

  private static ExponentialBackOff backOff(EventConsumerProperties properties) {
    var backOff = new ExponentialBackOff(properties.backoff().toMillis(), 2);
    backOff.setMaxInterval(properties.maxBackoff().toMillis());
    return backOff;
  }

  /** A database that is away is no poison: the record waits until it is back. */
  static boolean isOutage(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof TransientDataAccessException
          || cause instanceof RecoverableDataAccessException
          || cause instanceof DataAccessResourceFailureException
          || cause instanceof CannotCreateTransactionException) {
        return true;
      }
    }
    return false;
  }
}
