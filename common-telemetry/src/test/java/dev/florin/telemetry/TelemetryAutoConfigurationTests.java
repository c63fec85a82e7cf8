package dev.florin.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.logging.OpenTelemetryLoggingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.logging.otlp.OtlpLoggingAutoConfiguration;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.observation.ClientRequestObservationConvention;
import org.springframework.http.client.observation.DefaultClientRequestObservationConvention;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.OpenTelemetryServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationConvention;
import org.springframework.kafka.support.micrometer.KafkaListenerObservation.DefaultKafkaListenerObservationConvention;
import org.springframework.kafka.support.micrometer.KafkaListenerObservationConvention;
import org.springframework.kafka.support.micrometer.KafkaTemplateObservation.DefaultKafkaTemplateObservationConvention;
import org.springframework.kafka.support.micrometer.KafkaTemplateObservationConvention;

@ExtendWith(OutputCaptureExtension.class)
class TelemetryAutoConfigurationTests {

  private static final String ENDPOINT =
      "management.opentelemetry.tracing.export.otlp.endpoint=http://127.0.0.1:1/v1/traces";

  private final ApplicationContextRunner tracing =
      new ApplicationContextRunner()
          .withInitializer(new ConfigDataApplicationContextInitializer())
          .withConfiguration(
              AutoConfigurations.of(
                  TracingAutoConfiguration.class,
                  LoggingAutoConfiguration.class,
                  ObservationAutoConfiguration.class,
                  MicrometerTracingAutoConfiguration.class,
                  OpenTelemetrySdkAutoConfiguration.class,
                  OpenTelemetryTracingAutoConfiguration.class,
                  OtlpTracingAutoConfiguration.class,
                  OpenTelemetryLoggingAutoConfiguration.class,
                  OtlpLoggingAutoConfiguration.class));

  private final WebApplicationContextRunner web =
      new WebApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(HttpTelemetryAutoConfiguration.class));

  private final ApplicationContextRunner kafka =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(KafkaTelemetryAutoConfiguration.class));

  @Test
  void withoutAnEndpointNothingIsExportedAndNothingComplains(CapturedOutput output) {
    tracing.run(
        context -> {
          assertThat(context).doesNotHaveBean(SpanExporter.class);
          assertThat(context).doesNotHaveBean(LogRecordExporter.class);
          observe(context.getBean(ObservationRegistry.class), "payment.process");
          assertThat(
                  context
                      .getBean(BatchSpanProcessor.class)
                      .forceFlush()
                      .join(10, TimeUnit.SECONDS)
                      .isSuccess())
              .isTrue();
        });

    assertThat(output).doesNotContain("Failed to export", "Exception", "WARN");
  }

  @Test
  void anEndpointBringsTheExporter() {
    tracing
        .withPropertyValues(ENDPOINT)
        .run(context -> assertThat(context).hasSingleBean(OtlpHttpSpanExporter.class));
  }

  @Test
  void switchedOffNothingIsCollectedButIdentifiersRemain() {
    tracing
        .withPropertyValues("management.opentelemetry.enabled=false", ENDPOINT)
        .run(
            context -> {
              assertThat(context).doesNotHaveBean(BatchSpanProcessor.class);
              assertThat(observe(context.getBean(ObservationRegistry.class), "payment.process"))
                  .hasSize(32);
            });
  }

  @Test
  void batchesAreSmallFrequentAndCompressed() {
    tracing
        .withPropertyValues(ENDPOINT)
        .run(
            context -> {
              assertThat(context.getBean(BatchSpanProcessor.class).toString())
                  .contains("scheduleDelayNanos=1000000000", "maxExportBatchSize=512");
              assertThat(context.getBean(OtlpHttpSpanExporter.class).toString()).contains("gzip");
            });
  }

  @Test
  void everyTraceIsKeptUnlessARatioIsSet() {
    tracing.run(context -> assertThat(sampled(context.getBean(Tracer.class))).isTrue());
    tracing
        .withPropertyValues("management.tracing.sampling.probability=0.0")
        .run(context -> assertThat(sampled(context.getBean(Tracer.class))).isFalse());
  }

  @Test
  void securityAndSchedulesMakeNoObservations() {
    tracing.run(
        context -> {
          ObservationRegistry registry = context.getBean(ObservationRegistry.class);
          assertThat(observe(registry, "spring.security.filterchains")).isNull();
          assertThat(observe(registry, "tasks.scheduled.execution")).isNull();
          assertThat(observe(registry, "payment.process")).hasSize(32);
        });
  }

  @Test
  void onlyW3cHeadersTravel() {
    tracing.run(
        context -> {
          Map<String, String> headers = new HashMap<>();
          Tracer tracer = context.getBean(Tracer.class);
          try (var span = tracer.withSpan(tracer.nextSpan().start());
              var merchant = tracer.createBaggageInScope("merchant_id", "M_1");
              var colour = tracer.createBaggageInScope("colour", "red")) {
            assertThat(List.of(span, merchant, colour)).hasSize(3);
            propagators(context.getBeanProvider(TextMapPropagator.class).orderedStream().toList())
                .inject(
                    Context.current(), headers, (carrier, key, value) -> headers.put(key, value));
          }
          assertThat(headers).containsOnlyKeys("traceparent", "baggage");
          assertThat(headers).containsEntry("baggage", "merchant_id=M_1");
        });
  }

  @Test
  void thePublicEdgeDoesNotBelieveBaggage() {
    tracing
        .withPropertyValues("florin.telemetry.accept-baggage=false")
        .run(
            context ->
                assertThat(context.getBean(TracingAutoConfiguration.NamedBaggagePropagator.class))
                    .extracting(TracingAutoConfiguration.NamedBaggagePropagator::accept)
                    .isEqualTo(false));
  }

  @Test
  void aProcessorOfTheApplicationWins() {
    tracing
        .withUserConfiguration(OwnProcessor.class)
        .run(
            context ->
                assertThat(context)
                    .hasSingleBean(BatchSpanProcessor.class)
                    .hasBean("ownProcessor"));
  }

  @Test
  void httpConventionsAreThoseOfOpenTelemetryUnlessTheApplicationHasItsOwn() {
    web.run(
        context ->
            assertThat(context)
                .hasSingleBean(OpenTelemetryServerRequestObservationConvention.class)
                .hasSingleBean(HttpClientConvention.class));
    web.withBean(
            ServerRequestObservationConvention.class,
            DefaultServerRequestObservationConvention::new)
        .withBean(
            ClientRequestObservationConvention.class,
            DefaultClientRequestObservationConvention::new)
        .run(
            context ->
                assertThat(context)
                    .doesNotHaveBean(OpenTelemetryServerRequestObservationConvention.class)
                    .doesNotHaveBean(HttpClientConvention.class));
  }

  @Test
  void kafkaConventionsBackOffToo() {
    kafka.run(
        context ->
            assertThat(context)
                .hasSingleBean(KafkaTelemetryAutoConfiguration.SendConvention.class)
                .hasSingleBean(KafkaTelemetryAutoConfiguration.ProcessConvention.class));
    kafka
        .withBean(
            KafkaTemplateObservationConvention.class,
            DefaultKafkaTemplateObservationConvention::new)
        .withBean(
            KafkaListenerObservationConvention.class,
            DefaultKafkaListenerObservationConvention::new)
        .run(
            context ->
                assertThat(context)
                    .doesNotHaveBean(KafkaTelemetryAutoConfiguration.SendConvention.class)
                    .doesNotHaveBean(KafkaTelemetryAutoConfiguration.ProcessConvention.class));
  }

  @Test
  void outsideATraceThereAreNoIdentifiers() {
    assertThat(TraceContexts.traceId()).isNull();
    assertThat(TraceContexts.traceparent()).isNull();
  }

  private static @Nullable String observe(ObservationRegistry registry, String name) {
    List<String> seen = new ArrayList<>();
    Observation.createNotStarted(name, registry)
        .observe(() -> seen.add(String.valueOf(TraceContexts.traceId())));
    return seen.getFirst().equals("null") ? null : seen.getFirst();
  }

  private static boolean sampled(Tracer tracer) {
    var span = tracer.nextSpan().start();
    try (var _ = tracer.withSpan(span)) {
      return Span.current().getSpanContext().isSampled();
    } finally {
      span.end();
    }
  }

  private static TextMapPropagator propagators(List<TextMapPropagator> all) {
    return TextMapPropagator.composite(all);
  }

  @Configuration(proxyBeanMethods = false)
  static class OwnProcessor {

    @Bean
    BatchSpanProcessor ownProcessor() {
      return BatchSpanProcessor.builder(SpanExporter.composite()).build();
    }
  }
}
