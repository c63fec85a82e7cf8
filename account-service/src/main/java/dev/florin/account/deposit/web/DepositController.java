package dev.florin.account.deposit.web;

import dev.florin.account.account.Wallet;
import dev.florin.account.account.Wallets;
import dev.florin.account.deposit.DepositFunds;
import dev.florin.account.ledger.Outcome;
import dev.florin.account.problem.AccountError;
import dev.florin.money.Money;
import dev.florin.web.card.CardNumbers;
import dev.florin.web.document.Answers;
import dev.florin.web.idempotency.IdempotencyKey;
import dev.florin.web.json.AmountText;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import dev.florin.web.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.annotation.JsonDeserialize;

/** Takes a merchant's deposits. */
@RestController
class DepositController {

  private final Wallets wallets;
  private final DepositFunds depositFunds;

  DepositController(Wallets wallets, DepositFunds depositFunds) {
    this.wallets = wallets;
    this.depositFunds = depositFunds;
  }

  record DepositRequest(
      @NotNull @JsonDeserialize(using = AmountText.class) String amount,
      @NotNull String currency,
      @Nullable String idempotencyKey) {}

  record DepositAnswer(
      String transferId,
      UUID accountId,
      String amount,
      String currency,
      String balanceAfter,
      Instant createdAt,
      @Nullable String traceId) {}

  @PostMapping("/api/v1/accounts/{accountId}/deposits")
  @Operation(operationId = "createDeposit", summary = "Deposit money into an account")
  @Answers(
      status = 201,
      errors = {"currency_mismatch", "account_closed"})
  ResponseEntity<DepositAnswer> deposit(
      Caller caller,
      @PathVariable UUID accountId,
      @RequestHeader HttpHeaders headers,
      @Valid @RequestBody DepositRequest request) {
    if (caller.kind() != Caller.Kind.MERCHANT) {
      throw new ProblemException(CommonError.FORBIDDEN, "deposits are made by merchants only");
    }
    IdempotencyKey key =
        IdempotencyKey.of(headers.getOrEmpty(IdempotencyKey.HEADER), request.idempotencyKey());
    CardNumbers.refuse(IdempotencyKey.FIELD, key.value());
    Money amount = Money.parse(request.amount(), request.currency());
    Wallet wallet = wallet(caller.requireMerchant(), accountId, amount);
    DepositFunds.Deposit deposit = depositFunds.deposit(wallet, amount, key.value());
    return switch (deposit.outcome()) {
      case Outcome.Posted posted -> answer(deposit.transferId(), posted);
      case Outcome.Declined _ ->
          throw new ProblemException(AccountError.ACCOUNT_CLOSED, "the account is closed");
      case Outcome.Conflicting _ ->
          throw new ProblemException(
              AccountError.IDEMPOTENCY_KEY_REUSED, "this key was used for another deposit");
    };
  }

  private Wallet wallet(String merchantId, UUID accountId, Money amount) {
    Wallet wallet =
        wallets
            .find(merchantId, accountId)
            .orElseThrow(() -> new ProblemException(CommonError.NOT_FOUND, "no such account"));
    if (!wallet.currency().equals(amount.currencyCode())) {
      throw new ProblemException(
              AccountError.CURRENCY_MISMATCH, "the account is in " + wallet.currency())
          .param("currency");
    }
    return wallet;
  }

  private static ResponseEntity<DepositAnswer> answer(String transferId, Outcome.Posted posted) {
    Money amount = posted.credit().amount();
    Money balance = new Money(posted.credit().balanceAfter(), amount.currency());
    ResponseEntity.BodyBuilder response = ResponseEntity.status(HttpStatus.CREATED);
    if (posted.replayed()) {
      response.header("Idempotent-Replayed", "true");
    }
    return response.body(
        new DepositAnswer(
            transferId,
            posted.credit().accountId(),
            amount.toDecimalString(),
            amount.currencyCode(),
            balance.toDecimalString(),
            posted.createdAt(),
            posted.traceId()));
  }
}
