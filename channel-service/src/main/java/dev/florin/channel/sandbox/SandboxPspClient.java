package dev.florin.channel.sandbox;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

@HttpExchange("/v1/charges")
interface SandboxPspClient {

  record ChargeRequest(
      String reference, long amount, String currency, String method, @Nullable String token) {}

  /** A third party's answer: any field may be missing, and the amount may be any number. */
  record ChargeAnswer(
      @Nullable String id,
      @Nullable String reference,
      @Nullable String status,
      @Nullable String declineCode,
      @Nullable BigDecimal amount,
      @Nullable String currency) {}

  record ErrorAnswer(@Nullable Detail error) {
    record Detail(@Nullable String code) {}
  }

  @PostExchange
  @Nullable ChargeAnswer charge(@RequestBody ChargeRequest request);

  @GetExchange
  @Nullable ChargeAnswer find(@RequestParam String reference);
}
