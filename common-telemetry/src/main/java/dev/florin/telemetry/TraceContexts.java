package dev.florin.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

/** The identifiers of the trace the calling thread works for, for rows, events and answers. */
public final class TraceContexts {

  private TraceContexts() {}

  /** The trace id, 32 lower-case hexadecimal digits; null outside a trace. */
  public static @Nullable String traceId() {
    SpanContext context = Span.current().getSpanContext();
    return context.isValid() ? context.getTraceId() : null;
  }

  /** The current span as a W3C {@code traceparent} of version 00; null outside a trace. */
  public static @Nullable String traceparent() {
    SpanContext context = Span.current().getSpanContext();
    return context.isValid() ? format(context) : null;
  }

  static String format(SpanContext context) {
    return "00-"
        + context.getTraceId()
        + "-"
        + context.getSpanId()
        + "-"
        + context.getTraceFlags().asHex();
  }
}
