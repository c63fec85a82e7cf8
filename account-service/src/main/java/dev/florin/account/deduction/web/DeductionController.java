package dev.florin.account.deduction.web;

import dev.florin.account.deduction.DeductFunds;
import dev.florin.account.deduction.ReverseDeduction;
import dev.florin.account.ledger.DeclineCode;
import dev.florin.account.ledger.Outcome;
import dev.florin.account.problem.AccountError;
import dev.florin.money.Money;
import dev.florin.web.json.AmountText;
import dev.florin.web.problem.CommonError;
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

/** What payment-service asks of the ledger; every id is answered the same way for ever. */
@RestController
class DeductionController {

  private static final String TRANSFER_ID = "[\\x21-\\x7e]{1,255}";
  private static final String NAME = "[\\x20-\\x7e]{1,64}";
  private static final String REASON = "\\P{Cntrl}{0,255}";

  private final DeductFunds deductFunds;
  private final ReverseDeduction reverseDeduction;

  DeductionController(DeductFunds deductFunds, ReverseDeduction reverseDeduction) {
    this.deductFunds = deductFunds;
    this.reverseDeduction = reverseDeduction;
  }

  record DeductionRequest(
      @NotNull @Pattern(regexp = NAME) String merchantId,
      @NotNull @Pattern(regexp = NAME) String userId,
      @NotNull @JsonDeserialize(using = AmountText.class) String amount,
      @NotNull String currency) {}

  record ReversalRequest(
      @NotNull @Pattern(regexp = TRANSFER_ID) String reverses,
      @Nullable @Pattern(regexp = REASON) String reason) {}

  record TransferAnswer(
      String transferId,
      String result,
      @Nullable String declineCode,
      @Nullable String balanceAfter) {}

  @PutMapping("/internal/deductions/{id}")
  TransferAnswer deduct(
      @PathVariable @Pattern(regexp = TRANSFER_ID) String id,
      @Valid @RequestBody DeductionRequest request) {
    Money amount = Money.parse(request.amount(), request.currency());
    return switch (deductFunds.deduct(id, request.merchantId(), request.userId(), amount)) {
      case Outcome.Posted posted -> {
        Money left = new Money(posted.debit().balanceAfter(), amount.currency());
        yield new TransferAnswer(id, "posted", null, left.toDecimalString());
      }
      case Outcome.Declined(DeclineCode code, _) ->
          new TransferAnswer(id, "declined", code.code(), null);
      case Outcome.Conflicting _ -> throw conflict();
    };
  }

  @PutMapping("/internal/reversals/{id}")
  TransferAnswer reverse(
      @PathVariable @Pattern(regexp = TRANSFER_ID) String id,
      @Valid @RequestBody ReversalRequest request) {
    if (id.equals(request.reverses())) {
      throw new ProblemException(
              CommonError.INVALID_PARAMETER, "a transfer cannot take itself back")
          .param("reverses");
    }
    return switch (reverseDeduction.reverse(id, request.reverses(), request.reason())) {
      case Outcome.Posted _ -> new TransferAnswer(id, "posted", null, null);
      case Outcome.Declined(DeclineCode code, _) when code == DeclineCode.FENCED ->
          new TransferAnswer(id, code.code(), null, null);
      case Outcome.Declined(DeclineCode code, _) ->
          throw new IllegalStateException("reversal " + id + " declined: " + code);
      case Outcome.Conflicting _ -> throw conflict();
    };
  }

  private static ProblemException conflict() {
    return new ProblemException(
        AccountError.TRANSFER_CONFLICT, "this id, or what it reverses, has another content");
  }
}
