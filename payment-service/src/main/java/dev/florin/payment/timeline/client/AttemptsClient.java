package dev.florin.payment.timeline.client;

import dev.florin.payment.timeline.Neighbours.Attempt;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;

/** channel-service, as far as a story needs it. */
@HttpExchange("/internal/attempts")
interface AttemptsClient {

  @GetExchange
  Attempts ofPayment(
      @RequestParam("payment_uuid") UUID paymentUuid,
      @RequestParam(name = "starting_after", required = false) @Nullable String startingAfter);

  @GetExchange
  Attempts inTrace(@RequestParam("trace_id") String traceId);

  record Attempts(List<Attempt> attempts) {}
}
