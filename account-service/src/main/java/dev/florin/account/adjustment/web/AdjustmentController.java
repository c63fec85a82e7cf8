package dev.florin.account.adjustment.web;

import dev.florin.account.adjustment.AdjustBalances;
import dev.florin.account.adjustment.AdjustBalances.Result;
import dev.florin.account.adjustment.Adjustment;
import dev.florin.account.adjustment.KnownAccounts;
import dev.florin.account.audit.Actor;
import dev.florin.account.ledger.AccountRef;
import dev.florin.account.ledger.AccountRef.Existing;
import dev.florin.account.ledger.AccountRef.SystemAccount;
import dev.florin.account.ledger.Command;
import dev.florin.account.ledger.DeclineCode;
import dev.florin.account.ledger.Direction;
import dev.florin.account.ledger.Entry;
import dev.florin.account.ledger.Leg;
import dev.florin.account.ledger.Outcome;
import dev.florin.account.problem.AccountError;
import dev.florin.money.Money;
import dev.florin.web.card.CardNumbers;
import dev.florin.web.document.Answers;
import dev.florin.web.idempotency.IdempotencyKey;
import dev.florin.web.json.AmountText;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ErrorCode;
import dev.florin.web.problem.ProblemException;
import dev.florin.web.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.annotation.JsonDeserialize;

/** Takes operators' postings by hand. */
@RestController
class AdjustmentController {

  private static final String SYSTEM_ACCOUNT =
      "funding|in_transit|bank|channel_payable:[a-z0-9][a-z0-9_.-]{0,63}";

  private final AdjustBalances adjustBalances;
  private final KnownAccounts accounts;

  AdjustmentController(AdjustBalances adjustBalances, KnownAccounts accounts) {
    this.adjustBalances = adjustBalances;
    this.accounts = accounts;
  }

  /**
   * One side of it.
   *
   * @param accountId an account, or else
   * @param systemAccount the name of one of the platform's own
   * @param currency the same as the adjustment's, if it is given
   */
  record LegRequest(
      @Nullable UUID accountId,
      @Nullable @Pattern(regexp = SYSTEM_ACCOUNT) String systemAccount,
      @NotNull @Pattern(regexp = "debit|credit") String direction,
      @NotNull @JsonDeserialize(using = AmountText.class) String amount,
      @Nullable String currency) {}

  record AdjustmentRequest(
      @Nullable @Pattern(regexp = "[A-Za-z0-9][A-Za-z0-9._:-]{0,63}") String adjustmentId,
      @NotNull @Size(min = 2) List<@NotNull @Valid LegRequest> legs,
      @NotNull String currency,
      @NotBlank @Size(max = 255) String reason,
      @Nullable String idempotencyKey) {}

  record EntryAnswer(UUID accountId, String direction, String amount, String balanceAfter) {}

  record AdjustmentAnswer(
      String adjustmentId,
      String transferId,
      String currency,
      List<EntryAnswer> entries,
      Instant createdAt,
      @Nullable String traceId) {}

  @PostMapping("/api/v1/ledger/adjustments")
  @Operation(
      operationId = "createAdjustment",
      summary = "Post by hand",
      description = "All legs or none; debits equal credits.")
  @Answers(
      status = 201,
      errors = {
        "unbalanced",
        "too_many_legs",
        "currency_mismatch",
        "adjustment_exists",
        "insufficient_funds",
        "account_not_found",
        "account_frozen",
        "account_closed",
        "balance_out_of_range",
        "transfer_conflict"
      })
  ResponseEntity<AdjustmentAnswer> adjust(
      Caller caller,
      @RequestHeader HttpHeaders headers,
      @Valid @RequestBody AdjustmentRequest request) {
    if (caller.kind() != Caller.Kind.SERVICE) {
      throw new ProblemException(CommonError.FORBIDDEN, "only operators post by hand");
    }
    IdempotencyKey key =
        IdempotencyKey.of(headers.getOrEmpty(IdempotencyKey.HEADER), request.idempotencyKey());
    CardNumbers.refuse(IdempotencyKey.FIELD, key.value());
    CardNumbers.refuse("reason", request.reason());
    CardNumbers.refuse("adjustment_id", request.adjustmentId());
    Adjustment adjustment =
        new Adjustment(request.adjustmentId(), balancedLegs(request), request.reason());
    return switch (adjustBalances.adjust(Actor.of(caller), key.value(), adjustment)) {
      case Result.Posted posted -> answer(posted, request.currency());
      case Result.Declined(_, var code) -> throw declined(code);
      case Result.KeyReused() ->
          throw new ProblemException(
              AccountError.IDEMPOTENCY_KEY_REUSED, "this key was used for another adjustment");
      case Result.IdTaken() ->
          throw new ProblemException(
                  AccountError.ADJUSTMENT_EXISTS, "this adjustment_id belongs to another one")
              .param("adjustment_id");
    };
  }

  private List<Leg> balancedLegs(AdjustmentRequest request) {
    if (request.legs().size() > Command.Post.MAX_LEGS) {
      throw new ProblemException(
              AccountError.TOO_MANY_LEGS,
              "an adjustment has at most %d legs".formatted(Command.Post.MAX_LEGS))
          .param("legs");
    }
    List<Leg> legs = new ArrayList<>(request.legs().size());
    long net = 0;
    for (LegRequest leg : request.legs()) {
      if (leg.currency() != null && !leg.currency().equals(request.currency())) {
        throw currencyMismatch("all legs are in the adjustment's currency");
      }
      Money amount = Money.parse(leg.amount(), request.currency());
      Direction direction = leg.direction().equals("debit") ? Direction.DEBIT : Direction.CREDIT;
      net += direction == Direction.CREDIT ? amount.minorUnits() : -amount.minorUnits();
      legs.add(new Leg(direction, account(leg, request.currency()), amount));
    }
    if (net != 0) {
      throw new ProblemException(AccountError.UNBALANCED, "debits differ from credits")
          .param("legs");
    }
    return legs;
  }

  private AccountRef account(LegRequest leg, String currency) {
    UUID id = leg.accountId();
    String code = leg.systemAccount();
    if ((id == null) == (code == null)) {
      throw new ProblemException(
              CommonError.INVALID_PARAMETER, "a leg has either account_id or system_account")
          .param("legs");
    }
    if (id == null) {
      return systemAccount(String.valueOf(code));
    }
    String found =
        accounts.currencyOf(id).orElseThrow(() -> declined(DeclineCode.ACCOUNT_NOT_FOUND));
    if (!found.equals(currency)) {
      throw currencyMismatch("the account " + id + " is in " + found);
    }
    return new Existing(id);
  }

  /** Channels are many and their names are typed: one that was never paid is a slip of the pen. */
  private SystemAccount systemAccount(String code) {
    if (code.startsWith("channel_payable:") && !accounts.hasSystemAccount(code)) {
      throw declined(DeclineCode.ACCOUNT_NOT_FOUND);
    }
    return new SystemAccount(code);
  }

  private static ResponseEntity<AdjustmentAnswer> answer(Result.Posted posted, String currency) {
    Outcome.Posted outcome = posted.outcome();
    ResponseEntity.BodyBuilder response = ResponseEntity.status(HttpStatus.CREATED);
    if (outcome.replayed()) {
      response.header("Idempotent-Replayed", "true");
    }
    return response.body(
        new AdjustmentAnswer(
            posted.id(),
            posted.transferId(),
            currency,
            outcome.entries().stream().map(AdjustmentController::entry).toList(),
            outcome.createdAt(),
            outcome.traceId()));
  }

  private static EntryAnswer entry(Entry entry) {
    return new EntryAnswer(
        entry.accountId(),
        entry.direction().code(),
        entry.amount().toDecimalString(),
        new Money(entry.balanceAfter(), entry.amount().currency()).toDecimalString());
  }

  private static ProblemException currencyMismatch(String detail) {
    return new ProblemException(AccountError.CURRENCY_MISMATCH, detail).param("currency");
  }

  private static ProblemException declined(DeclineCode code) {
    ErrorCode error =
        switch (code) {
          case INSUFFICIENT_FUNDS -> AccountError.INSUFFICIENT_FUNDS;
          case ACCOUNT_NOT_FOUND -> AccountError.ACCOUNT_NOT_FOUND;
          case ACCOUNT_FROZEN -> AccountError.ACCOUNT_FROZEN;
          case ACCOUNT_CLOSED -> AccountError.ACCOUNT_CLOSED;
          case BALANCE_OUT_OF_RANGE -> AccountError.BALANCE_OUT_OF_RANGE;
          case FENCED,
              HOLD_NOT_FOUND,
              HOLD_DECLINED,
              ALREADY_POSTED,
              ALREADY_VOIDED,
              EXPIRED,
              EXCEEDS_HOLD ->
              AccountError.TRANSFER_CONFLICT;
        };
    return new ProblemException(error, "nothing was posted: " + code.code().replace('_', ' '));
  }
}
