package dev.florin.account.transfer;

import dev.florin.telemetry.TraceContexts;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import org.springframework.stereotype.Component;

/**
 * The span {@code transfer.resume}: a trace of its own, linked to the one that caused the transfer,
 * which ended long ago.
 */
@Component
class ResumptionTrace {

  private final Tracer tracer;

  ResumptionTrace(Tracer tracer) {
    this.tracer = tracer;
  }

  void around(UserTransfer transfer, Runnable work) {
    Span.Builder builder =
        tracer
            .spanBuilder()
            .setNoParent()
            .name("transfer.resume")
            .tag("transfer.id", transfer.terms().transferId())
            .tag("transfer.resumptions", transfer.resumptions());
    TraceContexts.link(tracer, transfer.trace().traceparent()).ifPresent(builder::addLink);
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
