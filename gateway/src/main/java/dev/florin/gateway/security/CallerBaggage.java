package dev.florin.gateway.security;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.function.HandlerFilterFunction;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Sends along with the request whom the verified token names, so that every span behind the edge
 * can be found by merchant, user, session and request.
 */
@Component
public class CallerBaggage implements HandlerFilterFunction<ServerResponse, ServerResponse> {

  @Override
  public ServerResponse filter(ServerRequest request, HandlerFunction<ServerResponse> next)
      throws Exception {
    Entries entries = new Entries(Baggage.builder(), Span.current());
    entries.put("request_id", RequestId.of(request.servletRequest()));
    EdgeCaller caller = EdgeCaller.current();
    if (caller != null) {
      entries.put("merchant_id", caller.merchantId());
      entries.put("session_id", caller.sessionId());
      entries.put("user_id", caller.isUser() ? caller.subject() : null);
    }
    try (Scope _ = Context.current().with(entries.baggage().build()).makeCurrent()) {
      return next.handle(request);
    }
  }

  /** Baggage reaches spans that start later only; the edge's own span is told directly. */
  private record Entries(BaggageBuilder baggage, Span span) {

    void put(String name, @Nullable String value) {
      if (value != null) {
        baggage.put(name, value);
        span.setAttribute(name, value);
      }
    }
  }
}
