package dev.florin.account.hold.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.florin.account.hold.HoldRecord;
import dev.florin.account.hold.HoldRecord.Amounts;
import dev.florin.account.hold.Holds;
import dev.florin.account.hold.PlaceHold;
import dev.florin.account.hold.PostHold;
import dev.florin.account.hold.VoidHold;
import dev.florin.account.ledger.DeclineCode;
import dev.florin.account.ledger.Entry;
import dev.florin.account.ledger.Hold;
import dev.florin.account.ledger.Outcome;
import dev.florin.account.problem.AccountError;
import dev.florin.money.Money;
import dev.florin.web.json.AmountText;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * Holds for the services that move money. Whatever the ledger decides is a result with status 200,
 * the refusals too: {@code declined} with a {@code decline_code} is as definite as {@code placed}
 * and is answered alike for ever. Only an id that is used for another content is a problem (409).
 */
@RestController
class HoldController {

  private static final String ID = "[\\x21-\\x7e]{1,255}";
  private static final String NAME = "[\\x20-\\x7e]{1,64}";
  private static final long MAX_SECONDS = 90L * 24 * 60 * 60;

  private final PlaceHold placeHold;
  private final PostHold postHold;
  private final VoidHold voidHold;
  private final Holds holds;

  HoldController(PlaceHold placeHold, PostHold postHold, VoidHold voidHold, Holds holds) {
    this.placeHold = placeHold;
    this.postHold = postHold;
    this.voidHold = voidHold;
    this.holds = holds;
  }

  record HoldRequest(
      @NotNull @Pattern(regexp = NAME) String merchantId,
      @NotNull @Pattern(regexp = NAME) String userId,
      @NotNull @JsonDeserialize(using = AmountText.class) String amount,
      @NotNull String currency,
      @NotNull @Min(1) @Max(MAX_SECONDS) Long expiresInSeconds) {}

  /** An amount goes with its currency; without both, all that is left is posted. */
  record PostRequest(
      @Nullable @JsonDeserialize(using = AmountText.class) String amount,
      @Nullable String currency,
      @JsonProperty("final") @Nullable Boolean last) {}

  /**
   * What came of a call, and the hold as it is now.
   *
   * @param result {@code placed}, {@code posted}, {@code voided}, {@code fenced} or {@code
   *     declined}
   * @param balanceAfter the wallet's, after a post
   */
  record HoldAnswer(
      String holdId,
      @Nullable String transferId,
      String result,
      @Nullable String declineCode,
      @Nullable String status,
      @Nullable String amount,
      @Nullable String posted,
      @Nullable String remaining,
      @Nullable String currency,
      @Nullable Instant expiresAt,
      @Nullable String balanceAfter) {

    static HoldAnswer of(
        Hold hold, @Nullable String transferId, String result, @Nullable String balanceAfter) {
      Money amount = hold.amount();
      return new HoldAnswer(
          hold.id(),
          transferId,
          result,
          null,
          hold.status().code(),
          amount.toDecimalString(),
          new Money(hold.posted(), amount.currency()).toDecimalString(),
          new Money(hold.remaining(), amount.currency()).toDecimalString(),
          amount.currencyCode(),
          hold.expiresAt(),
          balanceAfter);
    }

    static HoldAnswer declined(
        String holdId, @Nullable String transferId, String result, DeclineCode code) {
      return new HoldAnswer(
          holdId, transferId, result, code.code(), null, null, null, null, null, null, null);
    }
  }

  /** A hold that is read. */
  record HoldDocument(
      String holdId,
      String status,
      @Nullable String declineCode,
      @Nullable String amount,
      @Nullable String posted,
      @Nullable String remaining,
      @Nullable String currency,
      @Nullable Instant expiresAt,
      @Nullable String traceId) {

    static HoldDocument of(HoldRecord hold) {
      Amounts money = hold.money();
      return new HoldDocument(
          hold.id(),
          hold.status(),
          hold.declineCode(),
          money == null ? null : money.amount().toDecimalString(),
          money == null ? null : money.posted().toDecimalString(),
          money == null ? null : money.remaining().toDecimalString(),
          money == null ? null : money.amount().currencyCode(),
          hold.expiresAt(),
          hold.traceId());
    }
  }

  @PutMapping("/internal/holds/{id}")
  HoldAnswer place(
      @PathVariable @Pattern(regexp = ID) String id, @Valid @RequestBody HoldRequest request) {
    Money amount = Money.parse(request.amount(), request.currency());
    Duration timeToLive = Duration.ofSeconds(request.expiresInSeconds());
    return switch (placeHold.place(
        id, request.merchantId(), request.userId(), amount, timeToLive)) {
      case Outcome.Held(Hold hold, _) -> HoldAnswer.of(hold, null, "placed", null);
      case Outcome.Declined(DeclineCode code, _) -> HoldAnswer.declined(id, null, "declined", code);
      case Outcome.Conflicting _ -> throw conflict();
    };
  }

  @PutMapping("/internal/holds/{id}/posts/{postId}")
  HoldAnswer post(
      @PathVariable @Pattern(regexp = ID) String id,
      @PathVariable @Pattern(regexp = ID) String postId,
      @Valid @RequestBody PostRequest request) {
    boolean last = request.last() == null || request.last();
    return switch (postHold.post(postId, id, amount(request), last)) {
      case Outcome.Posted posted -> posted(postId, posted);
      case Outcome.Declined(DeclineCode code, _) ->
          HoldAnswer.declined(id, postId, "declined", code);
      case Outcome.Conflicting _ -> throw conflict();
    };
  }

  @PutMapping("/internal/holds/{id}/void")
  HoldAnswer release(@PathVariable @Pattern(regexp = ID) String id) {
    return switch (voidHold.release(id)) {
      case Outcome.Held(Hold hold, _) -> HoldAnswer.of(hold, null, "voided", null);
      case Outcome.Declined(DeclineCode code, _) ->
          HoldAnswer.declined(id, null, code == DeclineCode.FENCED ? "fenced" : "declined", code);
      case Outcome.Conflicting _ -> throw conflict();
    };
  }

  @GetMapping("/internal/holds/{id}")
  HoldDocument read(@PathVariable @Pattern(regexp = ID) String id) {
    return holds
        .find(id)
        .map(HoldDocument::of)
        .orElseThrow(() -> new ProblemException(CommonError.NOT_FOUND, "no such hold"));
  }

  private static HoldAnswer posted(String postId, Outcome.Posted posted) {
    Hold hold = posted.hold();
    if (hold == null) {
      throw new IllegalStateException("post " + postId + " names no hold");
    }
    Entry debit = posted.debit();
    String balance = new Money(debit.balanceAfter(), debit.amount().currency()).toDecimalString();
    return HoldAnswer.of(hold, postId, "posted", balance);
  }

  private static @Nullable Money amount(PostRequest request) {
    String amount = request.amount();
    String currency = request.currency();
    if ((amount == null) != (currency == null)) {
      throw new ProblemException(
              CommonError.INVALID_PARAMETER, "amount and currency go together or not at all")
          .param(amount == null ? "amount" : "currency");
    }
    return amount == null || currency == null ? null : Money.parse(amount, currency);
  }

  private static ProblemException conflict() {
    return new ProblemException(AccountError.TRANSFER_CONFLICT, "this id has another content");
  }
}
