package dev.florin.risk.assessment.web;

import dev.florin.risk.assessment.AssessPayment;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
class AssessmentController {

  private static final String ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}:[a-z_]{1,20}";

  private final AssessPayment assessPayment;

  AssessmentController(AssessPayment assessPayment) {
    this.assessPayment = assessPayment;
  }

  @PutMapping("/internal/assessments/{id}")
  AssessmentAnswer assess(
      @PathVariable @Pattern(regexp = ID) String id,
      @Valid @RequestBody AssessmentRequest request) {
    return AssessmentAnswer.of(id, assessPayment.assess(request.toOrder(id)));
  }

  /** What was answered then, for timelines. */
  @GetMapping("/internal/assessments/{id}")
  AssessmentDocument get(@PathVariable @Pattern(regexp = ID) String id) {
    return assessPayment
        .find(id)
        .map(AssessmentDocument::of)
        .orElseThrow(
            () -> new ProblemException(CommonError.NOT_FOUND, "there is no such assessment"));
  }
}
