package dev.florin.payment.timeline.client;

import dev.florin.payment.timeline.Neighbours.Ledger;
import java.util.Collection;
import java.util.UUID;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;

/** account-service, as far as a story needs it. */
@HttpExchange("/internal/transfers")
interface LedgerClient {

  @GetExchange
  Ledger ofPayment(
      @RequestParam("payment_uuid") UUID paymentUuid,
      @RequestParam(name = "operation_uuid", required = false) Collection<UUID> operations);

  @GetExchange
  Ledger inTrace(@RequestParam("trace_id") String traceId);
}
