package dev.florin.sandbox.charge.web;

import dev.florin.sandbox.charge.BookFollowUp;
import dev.florin.sandbox.charge.FollowUpOrder.Kind;
import dev.florin.sandbox.charge.FollowUpResult.Booked;
import dev.florin.sandbox.charge.FollowUpResult.Closed;
import dev.florin.sandbox.charge.FollowUpResult.Conflict;
import dev.florin.sandbox.charge.FollowUpResult.NothingToFollow;
import dev.florin.sandbox.charge.FollowUpResult.Repeated;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/v1")
class FollowUpController {

  private final BookFollowUp bookFollowUp;

  FollowUpController(BookFollowUp bookFollowUp) {
    this.bookFollowUp = bookFollowUp;
  }

  @PostMapping("/captures")
  ResponseEntity<?> capture(@Valid @RequestBody FollowUpRequest request) {
    return book(Kind.CAPTURE, request);
  }

  @PostMapping("/voids")
  ResponseEntity<?> release(@Valid @RequestBody FollowUpRequest request) {
    return book(Kind.VOID, request);
  }

  @PostMapping("/refunds")
  ResponseEntity<?> refund(@Valid @RequestBody FollowUpRequest request) {
    return book(Kind.REFUND, request);
  }

  @GetMapping("/captures")
  ResponseEntity<?> findCapture(
      @RequestParam @Pattern(regexp = ChargeRequest.REFERENCE) String reference) {
    return find(Kind.CAPTURE, reference);
  }

  @GetMapping("/voids")
  ResponseEntity<?> findVoid(
      @RequestParam @Pattern(regexp = ChargeRequest.REFERENCE) String reference) {
    return find(Kind.VOID, reference);
  }

  @GetMapping("/refunds")
  ResponseEntity<?> findRefund(
      @RequestParam @Pattern(regexp = ChargeRequest.REFERENCE) String reference) {
    return find(Kind.REFUND, reference);
  }

  private ResponseEntity<?> book(Kind kind, FollowUpRequest request) {
    return switch (bookFollowUp.book(request.toOrder(kind))) {
      case Booked(var followUp) ->
          ResponseEntity.status(HttpStatus.CREATED).body(FollowUpAnswer.of(followUp));
      case Repeated(var followUp) -> ResponseEntity.ok(FollowUpAnswer.of(followUp));
      case Conflict() ->
          ResponseEntity.status(HttpStatus.CONFLICT)
              .body(
                  ErrorAnswer.about(
                      request.reference(),
                      "reference_conflict",
                      "This reference was used for something else."));
      case Closed() ->
          ResponseEntity.status(HttpStatus.CONFLICT)
              .body(
                  ErrorAnswer.about(
                      request.reference(), "reference_closed", "This reference was closed."));
      case NothingToFollow() ->
          ResponseEntity.status(HttpStatus.UNPROCESSABLE_CONTENT)
              .body(
                  ErrorAnswer.about(
                      request.reference(),
                      "unknown_charge",
                      "There is no charge of this reference."));
    };
  }

  private ResponseEntity<?> find(Kind kind, String reference) {
    return bookFollowUp
        .find(kind, reference)
        .<ResponseEntity<?>>map(followUp -> ResponseEntity.ok(FollowUpAnswer.of(followUp)))
        .orElseGet(
            () ->
                ResponseEntity.status(HttpStatus.NOT_FOUND)
                    .body(
                        ErrorAnswer.about(
                            reference,
                            "not_found",
                            "No %s has this reference."
                                .formatted(kind.name().toLowerCase(Locale.ROOT)))));
  }
}
