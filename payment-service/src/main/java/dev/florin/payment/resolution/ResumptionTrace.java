package dev.florin.payment.resolution;

import dev.florin.payment.payment.Payment;
import dev.florin.telemetry.TraceContexts;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import org.springframework.stereotype.Component;

/**
 * The span {@code payment.resume}: a trace of its own, linked to the one that caused the payment,
 * or the operation on it, which ended long ago.
 */
@Component
class ResumptionTrace {

  private final Tracer tracer;

  ResumptionTrace(Tracer tracer) {
    this.tracer = tracer;
  }

  void around(String id, int resumptions, Payment.Trace cause, Runnable work) {
    Span.Builder builder =
        tracer
            .spanBuilder()
            .setNoParent()
            .name("payment.resume")
            .tag("payment.id", id)
            .tag("payment.resumptions", resumptions);
    TraceContexts.link(tracer, cause.traceparent()).ifPresent(builder::addLink);
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
}
