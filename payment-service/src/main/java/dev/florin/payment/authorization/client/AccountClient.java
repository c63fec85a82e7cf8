package dev.florin.payment.authorization.client;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PutExchange;

/** account-service, as far as a payment needs it. */
@HttpExchange
interface AccountClient {

  @PutExchange("/internal/deductions/{id}")
  Transfer deduct(@PathVariable String id, @RequestBody Deduction deduction);

  @PutExchange("/internal/reversals/{id}")
  Transfer reverse(@PathVariable String id, @RequestBody Reversal reversal);

  record Deduction(String merchantId, String userId, String amount, String currency) {}

  record Reversal(String reverses, String reason) {}

  record Transfer(Result result, @Nullable String declineCode) {}

  enum Result {
    posted,
    declined,
    fenced
  }
}
