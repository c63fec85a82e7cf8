package dev.florin.account.account.web;

import dev.florin.account.account.ChangeStatus;
import dev.florin.account.account.ChangeStatus.Result;
import dev.florin.account.account.StatusMove;
import dev.florin.account.account.Wallets;
import dev.florin.account.audit.Actor;
import dev.florin.account.problem.AccountError;
import dev.florin.web.card.CardNumbers;
import dev.florin.web.document.Answers;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import dev.florin.web.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Freezes, unfreezes and closes accounts: a merchant its users', an operator all. */
@RestController
@RequestMapping("/api/v1/accounts/{accountId}")
class StatusController {

  private final ChangeStatus changeStatus;
  private final Wallets wallets;

  StatusController(ChangeStatus changeStatus, Wallets wallets) {
    this.changeStatus = changeStatus;
    this.wallets = wallets;
  }

  record StatusRequest(@NotBlank @Size(max = 255) String reason) {}

  @PostMapping("/freeze")
  @Operation(operationId = "freezeAccount", summary = "Freeze an account: it pays nothing out")
  @Answers(errors = {"card_number_refused", "invalid_state"})
  AccountAnswer freeze(
      Caller caller, @PathVariable UUID accountId, @Valid @RequestBody StatusRequest request) {
    return change(caller, accountId, StatusMove.FREEZE, request);
  }

  @PostMapping("/unfreeze")
  @Operation(operationId = "unfreezeAccount", summary = "Unfreeze an account")
  @Answers(errors = {"card_number_refused", "invalid_state"})
  AccountAnswer unfreeze(
      Caller caller, @PathVariable UUID accountId, @Valid @RequestBody StatusRequest request) {
    return change(caller, accountId, StatusMove.UNFREEZE, request);
  }

  @PostMapping("/close")
  @Operation(operationId = "closeAccount", summary = "Close an account that is empty")
  @Answers(errors = {"card_number_refused", "invalid_state", "account_not_empty"})
  AccountAnswer close(
      Caller caller, @PathVariable UUID accountId, @Valid @RequestBody StatusRequest request) {
    return change(caller, accountId, StatusMove.CLOSE, request);
  }

  private AccountAnswer change(
      Caller caller, UUID accountId, StatusMove move, StatusRequest request) {
    requireMayChange(caller, accountId);
    CardNumbers.refuse("reason", request.reason());
    Result result = changeStatus.change(accountId, move, Actor.of(caller), request.reason());
    return switch (result) {
      case Result.Changed(var wallet) -> AccountAnswer.of(wallet);
      case Result.NotFound() -> throw noAccount();
      case Result.Illegal(var status) ->
          throw new ProblemException(
              AccountError.INVALID_STATE,
              "the account is %s, which allows %s"
                  .formatted(
                      status,
                      StatusMove.allowedFrom(status).isEmpty()
                          ? "nothing any more"
                          : String.join(", ", StatusMove.allowedFrom(status))));
      case Result.NotEmpty() ->
          throw new ProblemException(
              AccountError.ACCOUNT_NOT_EMPTY,
              "an account is closed when it has neither money nor holds");
      case Result.OperatorsOnly() ->
          throw new ProblemException(
              CommonError.FORBIDDEN, "an operator froze this account and must release it");
    };
  }

  private void requireMayChange(Caller caller, UUID accountId) {
    switch (caller.kind()) {
      case SERVICE -> {}
      case MERCHANT -> {
        if (wallets.find(caller.requireMerchant(), accountId).isEmpty()) {
          throw noAccount();
        }
      }
      case USER ->
          throw new ProblemException(
              CommonError.FORBIDDEN, "accounts are administered by merchants and operators");
    }
  }

  private static ProblemException noAccount() {
    return new ProblemException(CommonError.NOT_FOUND, "no such account");
  }
}
