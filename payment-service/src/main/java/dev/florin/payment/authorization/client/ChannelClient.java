package dev.florin.payment.authorization.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PutExchange;

/** channel-service, as far as a payment needs it. */
@HttpExchange
interface ChannelClient {

  @PutExchange("/internal/attempts/{id}")
  Attempt pay(@PathVariable String id, @RequestBody Request request);

  record Request(
      UUID paymentUuid,
      String merchantId,
      String amount,
      String currency,
      String paymentMethod,
      @Nullable String paymentToken,
      @Nullable Operation operation,
      @Nullable String ofAttempt) {}

  /** Without one it is a charge. */
  enum Operation {
    authorise,
    capture,
    @JsonProperty("void")
    release,
    refund
  }

  record Attempt(
      @Nullable String channel,
      Result result,
      @Nullable String declineCode,
      @Nullable String transactionId,
      @Nullable String message,
      @Nullable NextAction nextAction) {}

  record NextAction(@Nullable String type, @Nullable String url) {}

  enum Result {
    approved,
    declined,
    requires_action,
    pending,
    not_sent,
    unknown
  }
}
