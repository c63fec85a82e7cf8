package dev.florin.account.deduction.web;

import dev.florin.account.deduction.RefundPayment;
import dev.florin.account.ledger.DeclineCode;
import dev.florin.account.ledger.Outcome;
import dev.florin.account.problem.AccountError;
import dev.florin.money.Money;
import dev.florin.web.json.AmountText;
import dev.florin.web.problem.ProblemException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.annotation.JsonDeserialize;

/** Refunds of payments; every id is answered the same way for ever. */
@RestController
class RefundController {

  private static final String TRANSFER_ID = "[\\x21-\\x7e]{1,255}";
  private static final String NAME = "[\\x20-\\x7e]{1,64}";
  private static final String CHANNEL = "[a-z0-9][a-z0-9_-]{0,63}";

  private final RefundPayment refundPayment;

  RefundController(RefundPayment refundPayment) {
    this.refundPayment = refundPayment;
  }

  record RefundRequest(
      @NotNull @Pattern(regexp = NAME) String merchantId,
      @NotNull @Pattern(regexp = NAME) String userId,
      @NotNull @Pattern(regexp = CHANNEL) String channel,
      @NotNull @JsonDeserialize(using = AmountText.class) String amount,
      @NotNull String currency) {}

  record RefundAnswer(
      String transferId,
      String result,
      @Nullable String declineCode,
      @Nullable String balanceAfter) {}

  @PutMapping("/internal/refunds/{id}")
  RefundAnswer refund(
      @PathVariable @Pattern(regexp = TRANSFER_ID) String id,
      @Valid @RequestBody RefundRequest request) {
    Money amount = Money.parse(request.amount(), request.currency());
    return switch (refundPayment.refund(
        id, request.merchantId(), request.userId(), request.channel(), amount)) {
      case Outcome.Posted posted -> {
        Money now = new Money(posted.credit().balanceAfter(), amount.currency());
        yield new RefundAnswer(id, "posted", null, now.toDecimalString());
      }
      case Outcome.Declined(DeclineCode code, _) ->
          new RefundAnswer(id, "declined", code.code(), null);
      case Outcome.Conflicting _ ->
          throw new ProblemException(AccountError.TRANSFER_CONFLICT, "this id has another content");
    };
  }
}
