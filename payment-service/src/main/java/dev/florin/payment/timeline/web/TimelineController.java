package dev.florin.payment.timeline.web;

import dev.florin.payment.payment.VisiblePayments;
import dev.florin.payment.timeline.ExplainPayment;
import dev.florin.payment.timeline.ExplainTrace;
import dev.florin.web.security.Caller;
import jakarta.validation.constraints.Pattern;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Explains payments and traces to those who may see them. */
@RestController
class TimelineController {

  private final VisiblePayments visible;
  private final ExplainPayment explainPayment;
  private final ExplainTrace explainTrace;

  TimelineController(
      VisiblePayments visible, ExplainPayment explainPayment, ExplainTrace explainTrace) {
    this.visible = visible;
    this.explainPayment = explainPayment;
    this.explainTrace = explainTrace;
  }

  @GetMapping("/api/v1/payments/{paymentId}/timeline")
  StoryDocument timeline(@PathVariable String paymentId, Caller caller) {
    return StoryDocument.of(explainPayment.explain(visible.require(paymentId, caller)));
  }

  @GetMapping("/api/v1/traces/{trace_id}")
  TraceDocument trace(
      @PathVariable("trace_id") @Pattern(regexp = "[0-9a-f]{32}") String traceId, Caller caller) {
    return TraceDocument.of(explainTrace.explain(traceId, caller));
  }
}
