package dev.florin.telemetry;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What became of this process's spans, by the SDK's own account ({@code otel.sdk.*}): Boot has no
 * meter provider of OpenTelemetry's, so without this nobody would see how many are lost.
 */
final class SpanAccount implements MeterBinder, MetricReader {

  private static final String NAME = "telemetry.spans";
  private static final String EXPORTED = "otel.sdk.exporter.span.exported";
  private static final String PROCESSED = "otel.sdk.processor.span.processed";
  private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
  private static final String QUEUE_FULL = "queue_full";

  private final SdkMeterProvider meters;
  private volatile CollectionRegistration account = CollectionRegistration.noop();

  private SpanAccount() {
    this.meters = SdkMeterProvider.builder().registerMetricReader(this).build();
  }

  static SpanAccount open() {
    return new SpanAccount();
  }

  /** Where the parts of the SDK write it down. */
  MeterProvider meters() {
    return meters;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    count(registry, "exported", it -> it.sum(EXPORTED, error -> error == null));
    count(registry, "failed", it -> it.sum(EXPORTED, error -> error != null));
    count(registry, "dropped", it -> it.sum(PROCESSED, QUEUE_FULL::equals));
  }

  private void count(MeterRegistry registry, String outcome, ToDoubleFunction<SpanAccount> sum) {
    FunctionCounter.builder(NAME, this, sum)
        .description("Spans by what became of them")
        .tag("outcome", outcome)
        .register(registry);
  }

  private long sum(String metric, Predicate<@Nullable String> error) {
    return account.collectAllMetrics().stream()
        .filter(data -> data.getName().equals(metric))
        .flatMap(data -> data.getLongSumData().getPoints().stream())
        .filter(point -> error.test(point.getAttributes().get(ERROR)))
        .mapToLong(LongPointData::getValue)
        .sum();
  }

  @Override
  public void register(CollectionRegistration registration) {
    account = registration;
  }

  @Override
  public AggregationTemporality getAggregationTemporality(InstrumentType instrumentType) {
    return AggregationTemporality.CUMULATIVE;
  }

  @Override
  public CompletableResultCode forceFlush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    return CompletableResultCode.ofSuccess();
  }
}
