package dev.florin.sandbox.charge.web;

import dev.florin.sandbox.charge.CloseReference;
import jakarta.validation.constraints.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ClosureController {

  record Closure(String reference, String status) {}

  private final CloseReference closeReference;

  ClosureController(CloseReference closeReference) {
    this.closeReference = closeReference;
  }

  @PutMapping("/v1/closures/{reference}")
  ResponseEntity<?> close(
      @PathVariable @Pattern(regexp = ChargeRequest.REFERENCE) String reference) {
    return closeReference.close(reference)
        ? ResponseEntity.ok(new Closure(reference, "closed"))
        : ResponseEntity.status(HttpStatus.CONFLICT)
            .body(
                ErrorAnswer.about(
                    reference, "reference_taken", "This reference stands for something."));
  }
}
