package dev.florin.payment.authorization.client;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PutExchange;

/** channel-service, as far as operators need it. */
@HttpExchange
interface FindingClient {

  @PutExchange("/internal/attempts/{id}/resolution")
  Attempt resolve(@PathVariable String id, @RequestBody Finding finding);

  record Finding(
      Result result,
      @Nullable String transactionId,
      @Nullable String declineCode,
      String actor,
      String reason) {}

  record Attempt(@Nullable Result result) {}

  enum Result {
    approved,
    declined,
    not_sent
  }
}
