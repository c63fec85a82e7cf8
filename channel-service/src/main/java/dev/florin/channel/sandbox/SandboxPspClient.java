package dev.florin.channel.sandbox;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.annotation.PutExchange;

@HttpExchange("/v1")
interface SandboxPspClient {

  record ChargeRequest(
      String reference,
      long amount,
      String currency,
      String method,
      @Nullable String token,
      @Nullable Boolean capture) {}

  record FollowUpRequest(String reference, String ofReference, long amount, String currency) {}

  /** A third party's answer: any field may be missing, and the amount may be any number. */
  record Answer(
      @Nullable String id,
      @Nullable String reference,
      @Nullable String status,
      @Nullable String declineCode,
      @Nullable BigDecimal amount,
      @Nullable String currency,
      @Nullable NextAction nextAction) {

    record NextAction(@Nullable String type, @Nullable String url) {}
  }

  record ErrorAnswer(@Nullable Detail error) {
    record Detail(@Nullable String code, @Nullable String reference) {}
  }

  record Closure(@Nullable String reference, @Nullable String status) {}

  @PostExchange("/charges")
  @Nullable Answer charge(@RequestBody ChargeRequest request);

  @PostExchange("/captures")
  @Nullable Answer capture(@RequestBody FollowUpRequest request);

  @PostExchange("/voids")
  @Nullable Answer release(@RequestBody FollowUpRequest request);

  @PostExchange("/refunds")
  @Nullable Answer refund(@RequestBody FollowUpRequest request);

  @GetExchange("/charges")
  @Nullable Answer findCharge(@RequestParam String reference);

  @GetExchange("/captures")
  @Nullable Answer findCapture(@RequestParam String reference);

  @GetExchange("/voids")
  @Nullable Answer findVoid(@RequestParam String reference);

  @GetExchange("/refunds")
  @Nullable Answer findRefund(@RequestParam String reference);

  @PutExchange("/closures/{reference}")
  @Nullable Closure close(@PathVariable String reference);
}
