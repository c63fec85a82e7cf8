package dev.florin.channel.attempt.web;

import dev.florin.channel.attempt.MakeAttempt;
import dev.florin.channel.attempt.ResolveAttempt;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/internal/attempts")
class AttemptController {

  static final String ID =
      "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}_([1-9][0-9]{0,8}|void(_[1-9][0-9]{0,8})?)";

  private final MakeAttempt makeAttempt;
  private final ResolveAttempt resolveAttempt;

  AttemptController(MakeAttempt makeAttempt, ResolveAttempt resolveAttempt) {
    this.makeAttempt = makeAttempt;
    this.resolveAttempt = resolveAttempt;
  }

  @PutMapping("/{id}")
  AttemptAnswer make(
      @PathVariable @Pattern(regexp = ID) String id, @Valid @RequestBody AttemptRequest request) {
    return AttemptAnswer.of(makeAttempt.make(request.toOrder(id)));
  }

  @GetMapping("/{id}")
  AttemptAnswer get(@PathVariable @Pattern(regexp = ID) String id) {
    return makeAttempt
        .find(id)
        .map(AttemptAnswer::of)
        .orElseThrow(() -> new ProblemException(CommonError.NOT_FOUND, "there is no such attempt"));
  }

  @PutMapping("/{id}/resolution")
  AttemptAnswer resolve(
      @PathVariable @Pattern(regexp = ID) String id,
      @Valid @RequestBody ResolutionRequest request) {
    return AttemptAnswer.of(resolveAttempt.resolve(id, request.toFinding()));
  }

  /** By payment or by trace, for timelines; a page of those of a payment after an attempt. */
  @GetMapping
  AttemptList list(
      @RequestParam(name = "payment_uuid", required = false) @Nullable UUID paymentUuid,
      @RequestParam(name = "trace_id", required = false) @Pattern(regexp = "[0-9a-f]{32}") @Nullable String traceId,
      @RequestParam(name = "starting_after", required = false) @Pattern(regexp = ID) @Nullable String startingAfter) {
    if (paymentUuid != null && traceId == null) {
      return AttemptList.of(makeAttempt.ofPayment(paymentUuid, startingAfter));
    }
    if (traceId != null && paymentUuid == null && startingAfter == null) {
      return AttemptList.of(makeAttempt.ofTrace(traceId));
    }
    throw new ProblemException(
            CommonError.INVALID_PARAMETER, "give either payment_uuid or trace_id")
        .param("payment_uuid");
  }
}
