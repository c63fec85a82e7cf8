package dev.florin.account.account.web;

import dev.florin.account.account.BalanceAt;
import dev.florin.account.account.Page;
import dev.florin.account.account.PageRequest;
import dev.florin.account.account.Period;
import dev.florin.account.account.Wallet;
import dev.florin.account.account.Wallets;
import dev.florin.account.audit.AuditPage;
import dev.florin.account.audit.AuditQuery;
import dev.florin.account.audit.AuditTrail;
import dev.florin.web.card.CardNumbers;
import dev.florin.web.document.Answers;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import dev.florin.web.security.Caller;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Opens and reads accounts. What the caller may not see does not exist for it. */
@RestController
@RequestMapping("/api/v1/accounts")
class AccountController {

  private static final String USER_ID = "[A-Za-z0-9][A-Za-z0-9._:@-]{0,63}";

  private final Wallets wallets;
  private final AuditTrail audit;

  AccountController(Wallets wallets, AuditTrail audit) {
    this.wallets = wallets;
    this.audit = audit;
  }

  record OpenAccountRequest(
      @NotNull @Pattern(regexp = USER_ID) String userId, @NotNull String currency) {}

  @PostMapping
  @Operation(
      operationId = "openAccount",
      summary = "Open an account for a user",
      description = "A user has one account per currency: 200 tells that it was there.")
  @Answers(
      status = {200, 201},
      errors = {"unknown_currency", "card_number_refused"})
  ResponseEntity<AccountAnswer> open(
      Caller caller, @Valid @RequestBody OpenAccountRequest request) {
    String merchantId = caller.requireMerchant();
    CardNumbers.refuse("user_id", request.userId());
    if (!caller.mayActFor(merchantId, request.userId())) {
      throw new ProblemException(CommonError.FORBIDDEN, "a user opens accounts for itself only");
    }
    Wallets.Opened opened = wallets.open(merchantId, request.userId(), request.currency());
    AccountAnswer answer = AccountAnswer.of(opened.wallet());
    return opened.isNew()
        ? ResponseEntity.created(URI.create("/api/v1/accounts/" + answer.accountId())).body(answer)
        : ResponseEntity.ok(answer);
  }

  @GetMapping
  @Operation(operationId = "listAccounts", summary = "List accounts, newest first")
  @Answers(errors = {"card_number_refused", "not_found"})
  Page<AccountAnswer> list(
      Caller caller,
      @RequestParam(name = "user_id", required = false) @Nullable @Pattern(regexp = USER_ID) String userId,
      @RequestParam(defaultValue = "10") @Min(1) @Max(100) int limit,
      @RequestParam(name = "starting_after", required = false) @Nullable UUID startingAfter,
      @RequestParam(name = "ending_before", required = false) @Nullable UUID endingBefore) {
    String merchantId = caller.requireMerchant();
    CardNumbers.refuse("user_id", userId);
    String owner = userId == null && caller.kind() == Caller.Kind.USER ? caller.subject() : userId;
    requireOneDirection(startingAfter, endingBefore);
    if (owner != null && !caller.mayActFor(merchantId, owner)) {
      throw noAccount();
    }
    return wallets
        .list(merchantId, owner, new PageRequest<>(limit, startingAfter, endingBefore))
        .map(AccountAnswer::of);
  }

  @GetMapping("/{accountId}")
  @Operation(
      operationId = "getAccount",
      summary = "Read an account, now or as it was",
      description = "With the parameter at the answer is a PastAccount.")
  @Parameter(
      name = "at",
      in = ParameterIn.QUERY,
      description = "A moment that has passed, with any offset.",
      schema = @Schema(type = "string", format = "date-time"))
  @Answers(body = {AccountAnswer.class, PastAccountAnswer.class})
  AccountAnswer read(Caller caller, @PathVariable UUID accountId) {
    return AccountAnswer.of(wallet(caller, accountId));
  }

  @GetMapping(path = "/{accountId}", params = "at")
  @Hidden // the same operation as above
  PastAccountAnswer readAt(Caller caller, @PathVariable UUID accountId, @RequestParam String at) {
    Wallet wallet = wallet(caller, accountId);
    BalanceAt balance = wallets.balanceAt(wallet, instant("at", at));
    if (balance == null) {
      throw new ProblemException(CommonError.INVALID_PARAMETER, "at has not come yet").param("at");
    }
    return PastAccountAnswer.of(wallet, balance);
  }

  @GetMapping("/{accountId}/audit")
  @Operation(
      operationId = "listAccountAudit",
      summary = "List what was done to an account, newest first")
  AuditPage audit(
      Caller caller,
      @PathVariable UUID accountId,
      @RequestParam(defaultValue = "10") @Min(1) @Max(100) int limit,
      @RequestParam(name = "starting_after", required = false) @Nullable Long startingAfter,
      @RequestParam(name = "ending_before", required = false) @Nullable Long endingBefore) {
    if (caller.kind() == Caller.Kind.USER) {
      throw new ProblemException(CommonError.FORBIDDEN, "the audit is for merchants");
    }
    Wallet wallet = wallet(caller, accountId);
    requireOneDirection(startingAfter, endingBefore);
    return audit
        .page(AuditQuery.of(wallet.id()), limit, startingAfter, endingBefore)
        .forMerchants();
  }

  @GetMapping("/{accountId}/statement")
  @Operation(operationId = "listStatement", summary = "List an account's postings, newest first")
  Page<StatementLine> statement(
      Caller caller,
      @PathVariable UUID accountId,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(defaultValue = "10") @Min(1) @Max(100) int limit,
      @RequestParam(name = "starting_after", required = false) @Nullable Long startingAfter,
      @RequestParam(name = "ending_before", required = false) @Nullable Long endingBefore) {
    Wallet wallet = wallet(caller, accountId);
    requireOneDirection(startingAfter, endingBefore);
    Period period =
        Period.of(
            from == null ? null : instant("from", from), to == null ? null : instant("to", to));
    return wallets
        .statement(wallet, period, new PageRequest<>(limit, startingAfter, endingBefore))
        .map(StatementLine::of);
  }

  private Wallet wallet(Caller caller, UUID accountId) {
    String merchantId = caller.requireMerchant();
    return wallets
        .find(merchantId, accountId)
        .filter(wallet -> caller.mayActFor(merchantId, wallet.userId()))
        .orElseThrow(AccountController::noAccount);
  }

  /** RFC 3339, with any offset. */
  private static Instant instant(String name, String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException _) {
      throw new ProblemException(
              CommonError.INVALID_PARAMETER, name + " is not a moment such as 2026-11-20T10:45:40Z")
          .param(name);
    }
  }

  private static void requireOneDirection(@Nullable Object after, @Nullable Object before) {
    if (after != null && before != null) {
      throw new ProblemException(
              CommonError.INVALID_PARAMETER, "starting_after and ending_before exclude each other")
          .param("ending_before");
    }
  }

  private static ProblemException noAccount() {
    return new ProblemException(CommonError.NOT_FOUND, "no such account");
  }
}
