package dev.florin.payment.timeline.web;

import dev.florin.payment.payment.VisiblePayments;
import dev.florin.payment.timeline.ExplainPayment;
import dev.florin.payment.timeline.ExplainTrace;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import dev.florin.web.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import java.util.regex.Pattern;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Explains payments and traces to those who may see them. */
@RestController
class TimelineController {

  private static final Pattern TRACE_ID = Pattern.compile("[0-9a-f]{32}");

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
  @Operation(
      operationId = "getPaymentTimeline",
      summary = "Tell a payment's story, and which step decided it")
  StoryDocument timeline(@PathVariable String paymentId, Caller caller) {
    return StoryDocument.of(explainPayment.explain(visible.require(paymentId, caller), caller));
  }

  @GetMapping("/api/v1/traces/{trace_id}")
  @Operation(operationId = "getTrace", summary = "Show what a trace did to the caller's money")
  TraceDocument trace(@PathVariable("trace_id") String traceId, Caller caller) {
    if (!TRACE_ID.matcher(traceId).matches()) {
      throw new ProblemException(
              CommonError.INVALID_PARAMETER, "trace_id must be 32 lower-case hexadecimal digits")
          .param("trace_id");
    }
    return TraceDocument.of(explainTrace.explain(traceId, caller));
  }
}
