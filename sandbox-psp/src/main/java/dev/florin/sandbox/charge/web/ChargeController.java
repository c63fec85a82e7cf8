package dev.florin.sandbox.charge.web;

import dev.florin.sandbox.charge.ChargeResult.Booked;
import dev.florin.sandbox.charge.ChargeResult.Closed;
import dev.florin.sandbox.charge.ChargeResult.Conflict;
import dev.florin.sandbox.charge.ChargeResult.Garbled;
import dev.florin.sandbox.charge.ChargeResult.Lost;
import dev.florin.sandbox.charge.ChargeResult.Repeated;
import dev.florin.sandbox.charge.TakeCharge;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/v1/charges")
class ChargeController {

  private final TakeCharge takeCharge;

  ChargeController(TakeCharge takeCharge) {
    this.takeCharge = takeCharge;
  }

  @PostMapping
  ResponseEntity<?> charge(@Valid @RequestBody ChargeRequest request) {
    return switch (takeCharge.take(request.toOrder())) {
      case Booked(var charge) -> ResponseEntity.status(HttpStatus.CREATED).body(charge);
      case Repeated(var charge) -> ResponseEntity.ok(charge);
      case Conflict() ->
          ResponseEntity.status(HttpStatus.CONFLICT)
              .body(
                  ErrorAnswer.about(
                      request.reference(),
                      "reference_conflict",
                      "This reference was used for another charge."));
      case Closed() ->
          ResponseEntity.status(HttpStatus.CONFLICT)
              .body(
                  ErrorAnswer.about(
                      request.reference(), "reference_closed", "This reference was closed."));
      case Lost() ->
          ResponseEntity.status(HttpStatus.GATEWAY_TIMEOUT)
              .body(
                  ErrorAnswer.about(
                      request.reference(), "timeout", "The charge was not processed in time."));
      case Garbled() ->
          ResponseEntity.ok()
              .contentType(MediaType.TEXT_HTML)
              .body("<html><body>It works!</body></html>");
    };
  }

  @GetMapping
  ResponseEntity<?> find(
      @RequestParam @Pattern(regexp = ChargeRequest.REFERENCE) String reference) {
    return takeCharge
        .find(reference)
        .<ResponseEntity<?>>map(ResponseEntity::ok)
        .orElseGet(
            () ->
                ResponseEntity.status(HttpStatus.NOT_FOUND)
                    .body(
                        ErrorAnswer.about(
                            reference, "not_found", "No charge has this reference.")));
  }
}
