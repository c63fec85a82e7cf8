package dev.florin.telemetry;

import io.micrometer.tracing.Link;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The identifiers of the trace the calling thread works for, for rows, events and answers. */
public final class TraceContexts {

  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})");

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

  /**
   * A link to a span that ended long ago, for work that outlives its request.
   *
   * @param traceparent the W3C {@code traceparent} of that span; null if it is not known
   */
  public static Optional<Link> link(Tracer tracer, @Nullable String traceparent) {
    if (traceparent == null) {
      return Optional.empty();
    }
    Matcher parts = TRACEPARENT.matcher(traceparent);
    return parts.matches()
        ? Optional.of(
            new Link(
                tracer
                    .traceContextBuilder()
                    .traceId(parts.group(1))
                    .spanId(parts.group(2))
                    .sampled(true)
                    .build()))
        : Optional.empty();
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
