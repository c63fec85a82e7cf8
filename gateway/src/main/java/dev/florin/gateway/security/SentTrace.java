package dev.florin.gateway.security;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The trace that a client outside says its request is part of. Ours neither continues it, so that
 * nobody writes into the trace of another or decides what is sampled, nor loses it: the edge's span
 * has a link to it.
 */
final class SentTrace {

  /** The headers that the request observation must not see. */
  static final Set<String> HEADERS = Set.of("traceparent", "tracestate");

  private static final String ATTRIBUTE = SentTrace.class.getName();

  private SentTrace() {}

  /** Keeps what the request says, before its headers are hidden. */
  static void remember(HttpServletRequest request) {
    Context sent =
        W3CTraceContextPropagator.getInstance().extract(Context.root(), request, Headers.READ);
    SpanContext span = Span.fromContext(sent).getSpanContext();
    if (span.isValid()) {
      request.setAttribute(ATTRIBUTE, span);
    }
  }

  /** Links the current span to what was kept. */
  static void link(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof SpanContext sent) {
      Span.current().addLink(sent);
    }
  }

  private enum Headers implements TextMapGetter<HttpServletRequest> {
    READ;

    @Override
    public Iterable<String> keys(HttpServletRequest request) {
      return Collections.list(request.getHeaderNames());
    }

    @Override
    public @Nullable String get(@Nullable HttpServletRequest request, String name) {
      return request == null ? null : request.getHeader(name);
    }
  }
}
