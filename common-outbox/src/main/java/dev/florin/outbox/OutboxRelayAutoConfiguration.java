package dev.florin.outbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.support.micrometer.KafkaTemplateObservationConvention;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Runs the relay in a service that has a database and Kafka and asks for it. */
@AutoConfiguration(
    after = {OutboxAutoConfiguration.class, KafkaAutoConfiguration.class},
    afterName = {
      "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
      "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration"
    })
@ConditionalOnProperty("florin.outbox.relay.enabled")
@ConditionalOnBean({Outbox.class, ProducerFactory.class, PlatformTransactionManager.class})
@EnableConfigurationProperties(OutboxRelayProperties.class)
public final class OutboxRelayAutoConfiguration {

  @Bean
  BytesProducer outboxRelayProducer(
      ProducerFactory<?, ?> base,
      OutboxRelayProperties properties,
      ObjectProvider<ObservationRegistry> observations,
      ObjectProvider<KafkaTemplateObservationConvention> convention) {
    int timeout = Math.toIntExact(properties.sendTimeout().toMillis());
    var producer =
        new BytesProducer(
            base,
            Map.of(
                ProducerConfig.LINGER_MS_CONFIG, 0,
                ProducerConfig.MAX_BLOCK_MS_CONFIG, timeout,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, timeout,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, timeout));
    producer.template().setObservationEnabled(true);
    observations.ifAvailable(producer.template()::setObservationRegistry);
    convention.ifAvailable(producer.template()::setObservationConvention);
    return producer;
  }

  @Bean
  BackgroundLoop outboxRelayLoop(
      JdbcClient jdbc,
      PlatformTransactionManager transactionManager,
      BytesProducer outboxRelayProducer,
      CommitSignal outboxCommitSignal,
      OutboxRelayProperties properties,
      ObjectProvider<OpenTelemetry> telemetry,
      ObjectProvider<MeterRegistry> meters) {
    var leases =
        new PartitionLeases(
            jdbc,
            new TransactionTemplate(transactionManager),
            properties.lease(),
            properties.leaseMargin());
    var publisher =
        new EventPublisher(
            outboxRelayProducer.template(),
            telemetry.getIfAvailable(OpenTelemetry::noop).getTracer("dev.florin.outbox"),
            properties.sendTimeout());
    var relay =
        new OutboxRelay(
            leases,
            new OutboxRows(jdbc),
            publisher,
            new RelayMetrics(meters.getIfAvailable(SimpleMeterRegistry::new)),
            properties);
    return new BackgroundLoop(
        "outbox-relay",
        relay,
        outboxCommitSignal,
        properties.pollInterval(),
        properties.shutdownTimeout());
  }
}
