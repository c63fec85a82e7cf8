package dev.florin.benchmarks.payments;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SynchronizedHistogram;

/**
 * What one service adds to a payment by itself: its server span less the client span of the call
 * that it makes meanwhile, paired by trace.
 */
final class SpanCosts {

  private final String service;
  private final String serverSpan;
  private final Map<ByteString, Long> halves = new ConcurrentHashMap<>();
  private final Histogram micros = new SynchronizedHistogram(TimeUnit.MINUTES.toMicros(1), 3);

  /** Of that service and its server spans of that name. */
  SpanCosts(String service, String serverSpan) {
    this.service = service;
    this.serverSpan = serverSpan;
  }

  void take(ExportTraceServiceRequest request) {
    for (ResourceSpans resource : request.getResourceSpansList()) {
      if (isOfService(resource)) {
        for (ScopeSpans scope : resource.getScopeSpansList()) {
          scope.getSpansList().forEach(this::take);
        }
      }
    }
  }

  private boolean isOfService(ResourceSpans resource) {
    for (KeyValue attribute : resource.getResource().getAttributesList()) {
      if (attribute.getKey().equals("service.name")) {
        return attribute.getValue().getStringValue().equals(service);
      }
    }
    return false;
  }

  /** Both spans of a trace come, in either order; other spans are of other requests. */
  private void take(Span span) {
    long nanos = span.getEndTimeUnixNano() - span.getStartTimeUnixNano();
    if (span.getKind() == SpanKind.SPAN_KIND_SERVER && span.getName().equals(serverSpan)) {
      pair(span.getTraceId(), nanos);
    } else if (span.getKind() == SpanKind.SPAN_KIND_CLIENT) {
      pair(span.getTraceId(), -nanos);
    }
  }

  private void pair(ByteString trace, long nanos) {
    Long other = halves.putIfAbsent(trace, nanos);
    if (other != null && halves.remove(trace, other)) {
      micros.recordValue(Math.max(0, TimeUnit.NANOSECONDS.toMicros(other + nanos)));
    }
  }

  /** Forgets what has come so far. */
  void reset() {
    micros.reset();
  }

  long count() {
    return micros.getTotalCount();
  }

  double millisAt(double percentile) {
    return micros.getValueAtPercentile(percentile) / 1_000.0;
  }
}
