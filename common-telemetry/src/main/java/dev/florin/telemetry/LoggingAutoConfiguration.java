package dev.florin.telemetry;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.instrumentation.logback.appender.v1_0.OpenTelemetryAppender;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.logs.data.Body;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.resources.Resource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.logging.logback.ExtendedWhitespaceThrowableProxyConverter;
import org.springframework.boot.opentelemetry.autoconfigure.ConditionalOnEnabledOpenTelemetry;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.logging.OpenTelemetryLoggingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.logging.OpenTelemetryLoggingProperties;
import org.springframework.context.annotation.Bean;

/** Hands the log lines to OpenTelemetry when an endpoint for logs is known. */
@AutoConfiguration(
    before = OpenTelemetryLoggingAutoConfiguration.class,
    after = OpenTelemetrySdkAutoConfiguration.class)
@EnableConfigurationProperties(OpenTelemetryLoggingProperties.class)
public final class LoggingAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  @ConditionalOnEnabledOpenTelemetry
  BatchLogRecordProcessor florinLogRecordProcessor(
      ObjectProvider<LogRecordExporter> exporters, OpenTelemetryLoggingProperties properties) {
    OpenTelemetryLoggingProperties.Export export = properties.getExport();
    LogRecordExporter all = LogRecordExporter.composite(exporters.orderedStream().toList());
    return BatchLogRecordProcessor.builder(new CleaningLogExporter(all))
        .setExporterTimeout(export.getTimeout())
        .setMaxQueueSize(export.getMaxQueueSize())
        .setScheduleDelay(export.getScheduleDelay())
        .setMaxExportBatchSize(export.getMaxBatchSize())
        .build();
  }

  /** Without an exporter the appender gets a no-op, so that it stops keeping early lines. */
  @Bean
  @ConditionalOnBean(OpenTelemetry.class)
  InitializingBean florinLogAppender(
      OpenTelemetry openTelemetry, ObjectProvider<LogRecordExporter> exporters) {
    boolean exported = exporters.stream().findAny().isPresent();
    return () -> OpenTelemetryAppender.install(exported ? openTelemetry : OpenTelemetry.noop());
  }

  /**
   * Conversion word of {@code logback-spring.xml}: the message and the key-value pairs of the
   * event, card numbers and secrets masked.
   */
  public static final class SafeMessage extends MessageConverter {

    @Override
    public String convert(ILoggingEvent event) {
      String message = Redaction.clean(super.convert(event));
      List<KeyValuePair> pairs = event.getKeyValuePairs();
      if (pairs == null || pairs.isEmpty()) {
        return message;
      }
      StringBuilder line = new StringBuilder(message);
      for (KeyValuePair pair : pairs) {
        String value =
            Redaction.isSensitiveKey(pair.key)
                ? Redaction.MASK
                : Redaction.clean(String.valueOf(pair.value));
        line.append(' ').append(pair.key).append('=').append(value);
      }
      return line.toString();
    }
  }

  /** Conversion word of {@code logback-spring.xml}: the stack trace, card numbers masked. */
  public static final class SafeStackTrace extends ExtendedWhitespaceThrowableProxyConverter {

    @Override
    protected String throwableProxyToString(IThrowableProxy throwable) {
      return Redaction.clean(super.throwableProxyToString(throwable));
    }
  }

  record CleaningLogExporter(LogRecordExporter delegate) implements LogRecordExporter {

    @Override
    public CompletableResultCode export(Collection<LogRecordData> records) {
      List<LogRecordData> cleaned = new ArrayList<>(records.size());
      for (LogRecordData logRecord : records) {
        cleaned.add(clean(logRecord));
      }
      return delegate.export(cleaned);
    }

    private static LogRecordData clean(LogRecordData logRecord) {
      Attributes attributes = Redaction.clean(logRecord.getAttributes());
      Value<?> body = clean(logRecord.getBodyValue());
      boolean same =
          attributes.equals(logRecord.getAttributes())
              && Objects.equals(body, logRecord.getBodyValue());
      return same ? logRecord : new CleanLogRecord(logRecord, attributes, body);
    }

    private static @Nullable Value<?> clean(@Nullable Value<?> body) {
      if (body == null) {
        return null;
      }
      String text = body.asString();
      String cleaned = Redaction.clean(text);
      return cleaned.equals(text) ? body : Value.of(cleaned);
    }

    @Override
    public CompletableResultCode flush() {
      return delegate.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
      return delegate.shutdown();
    }
  }

  // getBody is deprecated, yet still abstract.
  @SuppressWarnings("deprecation")
  private record CleanLogRecord(
      LogRecordData original, Attributes attributes, @Nullable Value<?> bodyValue)
      implements LogRecordData {

    @Override
    public Resource getResource() {
      return original.getResource();
    }

    @Override
    public InstrumentationScopeInfo getInstrumentationScopeInfo() {
      return original.getInstrumentationScopeInfo();
    }

    @Override
    public long getTimestampEpochNanos() {
      return original.getTimestampEpochNanos();
    }

    @Override
    public long getObservedTimestampEpochNanos() {
      return original.getObservedTimestampEpochNanos();
    }

    @Override
    public SpanContext getSpanContext() {
      return original.getSpanContext();
    }

    @Override
    public Severity getSeverity() {
      return original.getSeverity();
    }

    @Override
    public @Nullable String getSeverityText() {
      return original.getSeverityText();
    }

    @Override
    public Body getBody() {
      return bodyValue == null ? Body.empty() : Body.string(bodyValue.asString());
    }

    @Override
    public @Nullable Value<?> getBodyValue() {
      return bodyValue;
    }

    @Override
    public Attributes getAttributes() {
      return attributes;
    }

    @Override
    public int getTotalAttributeCount() {
      return original.getTotalAttributeCount();
    }

    @Override
    public @Nullable String getEventName() {
      return original.getEventName();
    }
  }
}
