package dev.florin.outbox;

import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The W3C trace context and baggage that a durable row keeps, so that the work it causes continues
 * the trace, or links to it.
 */
record StoredTrace(@Nullable String traceparent, @Nullable String baggage) {

  private static final TextMapPropagator W3C =
      TextMapPropagator.composite(
          W3CTraceContextPropagator.getInstance(), W3CBaggagePropagator.getInstance());

  private static final TextMapGetter<Map<String, String>> FROM_MAP =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, String> carrier) {
          return carrier.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
          return carrier == null ? null : carrier.get(key);
        }
      };

  /** What is current on this thread; empty outside a trace. */
  static StoredTrace capture() {
    Map<String, String> headers = HashMap.newHashMap(2);
    W3C.inject(Context.current(), headers, (carrier, key, value) -> put(carrier, key, value));
    return new StoredTrace(headers.get("traceparent"), headers.get("baggage"));
  }

  /** The stored context: a span started in it is a child of the span that wrote the row. */
  Context context() {
    Map<String, String> headers = HashMap.newHashMap(2);
    put(headers, "traceparent", traceparent);
    put(headers, "baggage", baggage);
    return W3C.extract(Context.root(), headers, FROM_MAP);
  }

  /** The trace id, 32 hexadecimal digits, or null outside a trace. */
  @Nullable String traceId() {
    return traceparent == null ? null : traceparent.substring(3, 35);
  }

  private static void put(
      @Nullable Map<String, String> headers, String name, @Nullable String value) {
    if (headers != null && value != null && !value.isEmpty()) {
      headers.put(name, value);
    }
  }
}
