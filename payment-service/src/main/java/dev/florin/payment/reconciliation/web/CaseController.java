package dev.florin.payment.reconciliation.web;

import dev.florin.payment.payment.PublicIds;
import dev.florin.payment.reconciliation.Cases;
import dev.florin.payment.reconciliation.CloseCase;
import dev.florin.payment.reconciliation.ReconciliationCase;
import dev.florin.payment.reconciliation.ReconciliationCase.Status;
import dev.florin.web.card.CardNumbers;
import dev.florin.web.document.Answers;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import dev.florin.web.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The operators' list of what differs, and how they end it. */
@RestController
@RequestMapping("/api/v1/reconciliation/cases")
class CaseController {

  private static final int MAX_LIMIT = 100;

  private final Cases cases;
  private final CloseCase closeCase;

  CaseController(Cases cases, CloseCase closeCase) {
    this.cases = cases;
    this.closeCase = closeCase;
  }

  /** A page of cases. */
  record PageDocument(List<CaseDocument> data, boolean hasMore) {}

  /** Why a case is closed. */
  record CloseBody(@NotBlank @Size(max = 500) @Pattern(regexp = "[^\\p{Cntrl}]*") String reason) {}

  @GetMapping
  @Operation(operationId = "listCases", summary = "List reconciliation cases, newest first")
  PageDocument list(
      Caller caller,
      @RequestParam(required = false) @Nullable String status,
      @RequestParam(defaultValue = "10") int limit,
      @RequestParam(name = "starting_after", required = false) @Nullable String startingAfter) {
    requireOperator(caller);
    if (limit < 1 || limit > MAX_LIMIT) {
      throw invalid("limit", "limit must be between 1 and " + MAX_LIMIT);
    }
    List<ReconciliationCase> found =
        cases.list(
            status == null ? null : status(status),
            startingAfter == null ? null : cursor(startingAfter),
            limit + 1);
    return new PageDocument(
        found.stream().limit(limit).map(CaseDocument::of).toList(), found.size() > limit);
  }

  @GetMapping("/{caseId}")
  @Operation(operationId = "getCase", summary = "Read a reconciliation case")
  CaseDocument get(Caller caller, @PathVariable String caseId) {
    requireOperator(caller);
    return cases.find(uuid(caseId)).map(CaseDocument::of).orElseThrow(CaseController::notFound);
  }

  @PostMapping("/{caseId}/close")
  @Operation(operationId = "closeCase", summary = "Close a reconciliation case")
  @Answers(errors = {"card_number_refused", "invalid_state"})
  CaseDocument close(
      Caller caller, @PathVariable String caseId, @Valid @RequestBody CloseBody body) {
    requireOperator(caller);
    CardNumbers.refuse("reason", body.reason());
    return CaseDocument.of(closeCase.close(uuid(caseId), caller.subject(), body.reason()));
  }

  private static void requireOperator(Caller caller) {
    if (caller.kind() != Caller.Kind.SERVICE) {
      throw new ProblemException(CommonError.FORBIDDEN, "cases are the operators'");
    }
  }

  private static Status status(String name) {
    return Status.of(name).orElseThrow(() -> invalid("status", "status must be open or closed"));
  }

  private static UUID cursor(String caseId) {
    return PublicIds.parse(ReconciliationCase.PREFIX, caseId)
        .orElseThrow(() -> invalid("starting_after", "starting_after is not a case"));
  }

  private static UUID uuid(String caseId) {
    return PublicIds.parse(ReconciliationCase.PREFIX, caseId).orElseThrow(CaseController::notFound);
  }

  private static ProblemException notFound() {
    return new ProblemException(CommonError.NOT_FOUND, "there is no such case");
  }

  private static ProblemException invalid(String param, String detail) {
    return new ProblemException(CommonError.INVALID_PARAMETER, detail).param(param);
  }
}
