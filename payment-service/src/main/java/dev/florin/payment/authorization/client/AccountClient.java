package dev.florin.payment.authorization.client;

import com.fasterxml.jackson.annotation.JsonProperty;
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

  @PutExchange("/internal/holds/{id}")
  Hold hold(@PathVariable String id, @RequestBody NewHold hold);

  @PutExchange("/internal/holds/{id}/posts/{postId}")
  Hold post(@PathVariable String id, @PathVariable String postId, @RequestBody Post post);

  @PutExchange("/internal/holds/{id}/void")
  Hold release(@PathVariable String id);

  @PutExchange("/internal/refunds/{id}")
  Transfer refund(@PathVariable String id, @RequestBody Refund refund);

  record NewHold(
      String merchantId, String userId, String amount, String currency, long expiresInSeconds) {}

  record Post(String amount, String currency, @JsonProperty("final") boolean last) {}

  record Hold(HoldResult result, @Nullable String declineCode) {}

  record Refund(String merchantId, String userId, String channel, String amount, String currency) {}

  enum HoldResult {
    placed,
    posted,
    voided,
    fenced,
    declined
  }

  record Deduction(String merchantId, String userId, String amount, String currency) {}

  record Reversal(String reverses, String reason) {}

  record Transfer(Result result, @Nullable String declineCode) {}

  enum Result {
    posted,
    declined,
    fenced
  }
}
