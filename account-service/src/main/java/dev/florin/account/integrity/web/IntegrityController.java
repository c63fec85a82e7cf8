package dev.florin.account.integrity.web;

import dev.florin.account.integrity.IntegrityChecker;
import dev.florin.account.integrity.IntegrityReport;
import dev.florin.account.integrity.IntegrityReport.Finding;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import dev.florin.web.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells whether the ledger is whole. A ledger that is not is an answer, not an error. What is wrong
 * with it may be about any merchant, so only operators learn that.
 */
@RestController
class IntegrityController {

  private final IntegrityChecker checker;

  IntegrityController(IntegrityChecker checker) {
    this.checker = checker;
  }

  record BreachAnswer(String subject, String problem) {}

  /**
   * One invariant.
   *
   * @param known for operators
   * @param breaches for operators
   */
  record InvariantAnswer(
      String id,
      String meaning,
      boolean holds,
      Instant checkedAt,
      @Nullable Integer known,
      @Nullable List<BreachAnswer> breaches) {}

  record IntegrityAnswer(
      boolean holds,
      Instant checkedAt,
      long checkedPosition,
      @Nullable Instant sweptAt,
      List<InvariantAnswer> invariants) {}

  @GetMapping("/api/v1/integrity")
  @Operation(operationId = "getIntegrity", summary = "Tell whether the ledger is whole")
  IntegrityAnswer read(Caller caller, Authentication authentication) {
    IntegrityReport report = checker.report();
    if (report == null) {
      throw new ProblemException(
              CommonError.SERVICE_UNAVAILABLE, "the ledger is being looked at; ask again")
          .retryAfter(Duration.ofSeconds(1));
    }
    boolean names = IntegrityScopes.isOperator(caller, authentication);
    return new IntegrityAnswer(
        report.holds(),
        report.checkedAt(),
        report.checkedPosition(),
        report.sweptAt(),
        report.invariants().stream().map(finding -> answer(report, finding, names)).toList());
  }

  private static InvariantAnswer answer(IntegrityReport report, Finding finding, boolean names) {
    return new InvariantAnswer(
        finding.invariant().name(),
        finding.invariant().meaning(),
        finding.holds(),
        report.checkedAt(),
        names ? finding.known() : null,
        names
            ? finding.breaches().stream()
                .map(breach -> new BreachAnswer(breach.subject(), breach.problem()))
                .toList()
            : null);
  }
}
