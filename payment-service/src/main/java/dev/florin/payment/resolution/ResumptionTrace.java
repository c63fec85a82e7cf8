package dev.florin.payment.resolution;

import dev.florin.payment.payment.Payment;
import io.micrometer.tracing.Link;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The span {@code payment.resume}: a trace of its own, linked to the one that caused the payment,
 * which ended long ago.
 */
@Component
class ResumptionTrace {

  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})");

  private final Tracer tracer;

  ResumptionTrace(Tracer tracer) {
    this.tracer = tracer;
  }

  void around(Payment payment, Runnable work) {
    Span.Builder builder =
        tracer
            .spanBuilder()
            .setNoParent()
            .name("payment.resume")
            .tag("payment.id", payment.terms().paymentId())
            .tag("payment.resumptions", payment.resumptions());
    cause(payment.trace().traceparent()).ifPresent(builder::addLink);
    Span span = builder.start();
    try (Tracer.SpanInScope _ = tracer.withSpan(span)) {
      work.run();
    } catch (RuntimeException e) {
      span.error(e);
      throw e;
    } finally {
      span.end();
    }
  }

  private Optional<Link> cause(@Nullable String traceparent) {
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
}
