package dev.florin.payment.resolution.web;

import dev.florin.payment.authorization.AttemptFindings.Finding;
import dev.florin.payment.authorization.AttemptFindings.Found;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.PaymentDocument;
import dev.florin.payment.payment.PublicIds;
import dev.florin.payment.resolution.Parked;
import dev.florin.payment.resolution.ParkedWork;
import dev.florin.payment.resolution.ResolveParked;
import dev.florin.web.card.CardNumbers;
import dev.florin.web.document.Answers;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import dev.florin.web.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The operators' list of parked work, and what they do about it. */
@RestController
@RequestMapping("/api/v1/parked")
class ParkedController {

  private static final int MAX_LIMIT = 100;

  /** What the channel did and the ledger refuses is given back. */
  private static final String UNDONE = "undone";

  private static final String PRINTABLE = "[^\\p{Cntrl}]*";

  private final ParkedWork parked;
  private final ResolveParked resolveParked;

  ParkedController(ParkedWork parked, ResolveParked resolveParked) {
    this.parked = parked;
    this.resolveParked = resolveParked;
  }

  /** A page of parked work. */
  record PageDocument(List<ParkedDocument> data, boolean hasMore) {}

  /** Why work is tried again. */
  record RetryBody(@NotBlank @Size(max = 500) @Pattern(regexp = PRINTABLE) String reason) {}

  /** What was found out about an attempt, or that what the ledger refuses is to be undone. */
  record ResolutionBody(
      @NotNull @Pattern(regexp = "approved|declined|not_sent|undone") String result,
      @Nullable @Size(min = 1, max = 100) @Pattern(regexp = PRINTABLE) String transactionId,
      @Nullable @Size(min = 1, max = 64) @Pattern(regexp = PRINTABLE) String declineCode,
      @NotBlank @Size(max = 500) @Pattern(regexp = PRINTABLE) String reason) {}

  @GetMapping
  @Operation(operationId = "listParkedWork", summary = "List parked work, newest first")
  PageDocument list(
      Caller caller,
      @RequestParam(defaultValue = "10") int limit,
      @RequestParam(name = "starting_after", required = false) @Nullable String startingAfter) {
    requireOperator(caller);
    if (limit < 1 || limit > MAX_LIMIT) {
      throw invalid("limit", "limit must be between 1 and " + MAX_LIMIT);
    }
    List<Parked> found =
        parked.list(startingAfter == null ? null : cursor(startingAfter), limit + 1);
    return new PageDocument(
        found.stream().limit(limit).map(ParkedDocument::of).toList(), found.size() > limit);
  }

  @PostMapping("/{id}/retry")
  @Operation(operationId = "retryParkedWork", summary = "Try parked work again")
  @Answers(
      status = {200, 202},
      errors = {"card_number_refused", "invalid_state"})
  ResponseEntity<PaymentDocument> retry(
      Caller caller, @PathVariable String id, @Valid @RequestBody RetryBody body) {
    requireOperator(caller);
    CardNumbers.refuse("reason", body.reason());
    return toResponse(resolveParked.retry(uuid(id), caller.subject(), body.reason()));
  }

  @PostMapping("/{id}/resolution")
  @Operation(
      operationId = "resolveParkedWork",
      summary = "Tell what became of an attempt",
      description =
          "The result undone has what the channel did and the ledger refuses given back at the channel.")
  @Answers(
      status = {200, 202},
      errors = {"card_number_refused", "invalid_state", "attempt_final", "resolution_unanswered"})
  ResponseEntity<PaymentDocument> resolve(
      Caller caller, @PathVariable String id, @Valid @RequestBody ResolutionBody body) {
    requireOperator(caller);
    CardNumbers.refuse("reason", body.reason());
    CardNumbers.refuse("transaction_id", body.transactionId());
    CardNumbers.refuse("decline_code", body.declineCode());
    if (body.result().equals(UNDONE)) {
      return toResponse(resolveParked.undo(uuid(id), caller.subject(), body.reason()));
    }
    return toResponse(
        resolveParked.resolve(
            uuid(id),
            new Finding(
                Found.valueOf(body.result().toUpperCase(Locale.ROOT)),
                body.transactionId(),
                body.declineCode(),
                caller.subject(),
                body.reason())));
  }

  private static ResponseEntity<PaymentDocument> toResponse(Payment payment) {
    return ResponseEntity.status(payment.status().isOpen() ? HttpStatus.ACCEPTED : HttpStatus.OK)
        .body(PaymentDocument.of(payment));
  }

  private static void requireOperator(Caller caller) {
    if (caller.kind() != Caller.Kind.SERVICE) {
      throw new ProblemException(CommonError.FORBIDDEN, "parked work is the operators'");
    }
  }

  private static UUID cursor(String id) {
    return PublicIds.parse("", id)
        .orElseThrow(() -> invalid("starting_after", "starting_after is not parked work"));
  }

  private static UUID uuid(String id) {
    return PublicIds.parse("", id)
        .orElseThrow(
            () -> new ProblemException(CommonError.NOT_FOUND, "there is no such parked work"));
  }

  private static ProblemException invalid(String param, String detail) {
    return new ProblemException(CommonError.INVALID_PARAMETER, detail).param(param);
  }
}
