package dev.florin.outbox;

import dev.florin.localstack.embedded.Database;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A whole service that has an outbox and an inbox, as an instance that can be stopped. */
final class TestService implements AutoCloseable {

  private final ConfigurableApplicationContext context;

  private TestService(ConfigurableApplicationContext context) {
    this.context = context;
  }

  static TestService publishing(Database database, String... properties) {
    var all = new ArrayList<>(Arrays.asList(properties));
    all.addFirst("florin.outbox.relay.enabled=true");
    return start(database, Application.class, all.toArray(String[]::new));
  }

  static TestService start(Database database, Class<?> configuration, String... properties) {
    return new TestService(
        new SpringApplicationBuilder(configuration)
            .web(WebApplicationType.NONE)
            .properties(
                "spring.application.name=test-service",
                "spring.config.import=classpath:florin-telemetry.yml",
                "spring.main.banner-mode=off",
                "spring.kafka.bootstrap-servers=" + TestBroker.address(),
                "spring.jackson.property-naming-strategy=SNAKE_CASE",
                "spring.flyway.locations=classpath:db/outbox,classpath:db/inbox",
                "spring.datasource.hikari.maximum-pool-size=4",
                "logging.level.root=warn")
            .run(arguments(database, properties)));
  }

  private static String[] arguments(Database database, String... properties) {
    var arguments = new ArrayList<String>();
    arguments.add("--spring.datasource.url=" + database.url());
    arguments.add("--spring.datasource.username=" + database.username());
    arguments.add("--spring.datasource.password=" + database.password());
    for (String property : properties) {
      arguments.add("--" + property);
    }
    return arguments.toArray(String[]::new);
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  <T> T bean(String name, Class<T> type) {
    return context.getBean(name, type);
  }

  JdbcClient jdbc() {
    return bean(JdbcClient.class);
  }

  TransactionTemplate transaction() {
    return bean(TransactionTemplate.class);
  }

  OutboxEvent append(String topic, UUID aggregate, long sequence) {
    var event = event(topic, aggregate, sequence);
    transaction().executeWithoutResult(status -> bean(Outbox.class).append(event));
    return event;
  }

  static OutboxEvent event(String topic, UUID aggregate, long sequence) {
    return new OutboxEvent(
        UUID.randomUUID(),
        topic,
        aggregate,
        sequence,
        "test.happened",
        Instant.parse("2026-05-01T10:15:30.123456Z"),
        Map.of("sequenceNumber", sequence));
  }

  long unpublished() {
    return jdbc()
        .sql("select count(*) from outbox_event where published_at is null")
        .query(Long.class)
        .single();
  }

  double counter(String name) {
    return bean(MeterRegistry.class).get(name).counter().count();
  }

  List<io.opentelemetry.sdk.trace.data.SpanData> spans() {
    bean(SdkTracerProvider.class).forceFlush().join(10, TimeUnit.SECONDS);
    return bean(InMemorySpanExporter.class).getFinishedSpanItems();
  }

  @Override
  public void close() {
    context.close();
  }

  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {

    @Bean
    InMemorySpanExporter spanExporter() {
      return InMemorySpanExporter.create();
    }
  }
}
