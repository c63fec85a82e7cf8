package dev.florin.telemetry;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.transport.SenderContext;
import io.micrometer.tracing.otel.bridge.BaggageTaggingSpanProcessor;
import io.micrometer.tracing.otel.bridge.Slf4JBaggageEventListener;
import io.micrometer.tracing.otel.bridge.Slf4JEventListener;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import io.opentelemetry.sdk.common.InternalTelemetryVersion;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.micrometer.tracing.autoconfigure.TracingProperties;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingProperties;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpHttpSpanExporterBuilderCustomizer;
import org.springframework.boot.opentelemetry.autoconfigure.ConditionalOnEnabledOpenTelemetry;
import org.springframework.context.annotation.Bean;

/**
 * Spans leave the process in batches, without noise and secrets; baggage travels as W3C baggage.
 */
@AutoConfiguration(before = OpenTelemetryTracingAutoConfiguration.class)
@EnableConfigurationProperties({
  TracingProperties.class,
  OpenTelemetryTracingProperties.class,
  TracingAutoConfiguration.TelemetryProperties.class
})
public final class TracingAutoConfiguration {

  static final String TRACE_ID = "trace_id";
  static final String SPAN_ID = "span_id";

  private final TracingProperties.Baggage baggage;

  TracingAutoConfiguration(TracingProperties properties) {
    this.baggage = properties.getBaggage();
  }

  /**
   * Stands in for Boot's processor, whose exporter copies every span together with its resource, so
   * that each span is sent with a resource of its own.
   */
  @Bean
  @ConditionalOnMissingBean
  @ConditionalOnEnabledOpenTelemetry
  BatchSpanProcessor florinSpanProcessor(
      ObjectProvider<SpanExporter> exporters,
      OpenTelemetryTracingProperties properties,
      SpanAccount account) {
    OpenTelemetryTracingProperties.Export export = properties.getExport();
    SpanExporter all = SpanExporter.composite(exporters.orderedStream().toList());
    return BatchSpanProcessor.builder(new CuratingSpanExporter(all))
        .setExportUnsampledSpans(export.isIncludeUnsampled())
        .setExporterTimeout(export.getTimeout())
        .setMaxExportBatchSize(export.getMaxBatchSize())
        .setMaxQueueSize(export.getMaxQueueSize())
        .setScheduleDelay(export.getScheduleDelay())
        .setInternalTelemetryVersion(InternalTelemetryVersion.LATEST)
        .setMeterProvider(account::meters)
        .build();
  }

  @Bean
  SpanAccount florinSpanAccount() {
    return SpanAccount.open();
  }

  @Bean
  OtlpHttpSpanExporterBuilderCustomizer florinExporterAccount(SpanAccount account) {
    return builder ->
        builder
            .setInternalTelemetryVersion(InternalTelemetryVersion.LATEST)
            .setMeterProvider(account::meters);
  }

  @Bean
  @ConditionalOnMissingBean
  BaggageTaggingSpanProcessor florinBaggageTags() {
    return new BaggageTaggingSpanProcessor(baggage.getTagFields());
  }

  @Bean
  ObservationHandler<Observation.Context> florinCurrentBaggageTags() {
    return new CurrentBaggageTags(Set.copyOf(baggage.getTagFields()));
  }

  @Bean
  TextMapPropagator florinBaggagePropagator(TelemetryProperties properties) {
    return new NamedBaggagePropagator(
        Set.copyOf(baggage.getRemoteFields()), properties.acceptBaggage());
  }

  @Bean
  @ConditionalOnMissingBean
  Slf4JBaggageEventListener florinBaggageInLogs() {
    return new Slf4JBaggageEventListener(baggage.getCorrelation().getFields());
  }

  @Bean
  @ConditionalOnMissingBean
  Slf4JEventListener florinTraceInLogs() {
    return new Slf4JEventListener(TRACE_ID, SPAN_ID);
  }

  /**
   * Settings of the starter.
   *
   * @param acceptBaggage whether baggage of incoming requests is believed; false at the public edge
   */
  @ConfigurationProperties("florin.telemetry")
  record TelemetryProperties(@DefaultValue("true") boolean acceptBaggage) {}

  /** Carries the named fields only, so that nobody can smuggle others through. */
  record NamedBaggagePropagator(Set<String> names, boolean accept) implements TextMapPropagator {

    private static final int MAX_VALUE_LENGTH = 128;
    private static final TextMapPropagator W3C = W3CBaggagePropagator.getInstance();

    @Override
    public Collection<String> fields() {
      return W3C.fields();
    }

    @Override
    public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
      Baggage baggage = Baggage.fromContext(context);
      if (!baggage.isEmpty()) {
        W3C.inject(context.with(named(baggage)), carrier, setter);
      }
    }

    @Override
    public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
      if (!accept) {
        return context;
      }
      Context extracted = W3C.extract(context, carrier, getter);
      return extracted.with(named(Baggage.fromContext(extracted)));
    }

    private Baggage named(Baggage baggage) {
      BaggageBuilder builder = Baggage.builder();
      baggage.forEach(
          (name, entry) -> {
            if (names.contains(name) && entry.getValue().length() <= MAX_VALUE_LENGTH) {
              builder.put(name, entry.getValue());
            }
          });
      return builder.build();
    }
  }

  /**
   * Tags where a span started before its baggage was current: a received span, which brings it, and
   * a span below one whose baggage was set by OpenTelemetry's own means.
   */
  record CurrentBaggageTags(Set<String> names) implements ObservationHandler<Observation.Context> {

    @Override
    public void onScopeOpened(Observation.Context context) {
      Baggage baggage = Baggage.current();
      if (!baggage.isEmpty()) {
        Span span = Span.current();
        baggage.forEach(
            (name, entry) -> {
              if (names.contains(name)) {
                span.setAttribute(name, entry.getValue());
              }
            });
      }
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
      return !(context instanceof SenderContext);
    }
  }
}
