package dev.florin.account.transfer.client;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PutExchange;

/** risk-service, as far as a transfer needs it. */
@HttpExchange
interface RiskClient {

  @PutExchange("/internal/assessments/{id}")
  Assessment assess(@PathVariable String id, @RequestBody Request request);

  record Request(
      String merchantId, String userId, String amount, String currency, String paymentMethod) {}

  record Assessment(Decision decision, @Nullable String level, @Nullable Integer score) {}

  enum Decision {
    allow,
    review,
    deny
  }
}
