package dev.florin.channel.attempt.web;

import dev.florin.channel.attempt.PayAttempt;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/internal/attempts/{id}")
class AttemptController {

  private static final String ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}_[1-9][0-9]?";

  private final PayAttempt payAttempt;

  AttemptController(PayAttempt payAttempt) {
    this.payAttempt = payAttempt;
  }

  @PutMapping
  AttemptAnswer pay(
      @PathVariable @Pattern(regexp = ID) String id, @Valid @RequestBody AttemptRequest request) {
    if (!id.startsWith(request.paymentUuid() + "_")) {
      throw new ProblemException(
              CommonError.INVALID_PARAMETER, "payment_uuid is not the payment of this attempt id")
          .param("payment_uuid");
    }
    return AttemptAnswer.of(payAttempt.pay(request.toOrder(id)));
  }

  @GetMapping
  AttemptAnswer get(@PathVariable @Pattern(regexp = ID) String id) {
    return payAttempt
        .find(id)
        .map(AttemptAnswer::of)
        .orElseThrow(() -> new ProblemException(CommonError.NOT_FOUND, "there is no such attempt"));
  }
}
