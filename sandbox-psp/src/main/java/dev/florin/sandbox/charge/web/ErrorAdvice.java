package dev.florin.sandbox.charge.web;

import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Tells errors in the provider's own format. Nothing of the inside is told, and nothing of the
 * request but the caller's reference.
 */
@RestControllerAdvice
class ErrorAdvice {

  private static final Logger LOG = LoggerFactory.getLogger(ErrorAdvice.class);

  @ExceptionHandler
  ResponseEntity<ErrorAnswer> invalid(MethodArgumentNotValidException e) {
    var field = e.getFieldError();
    String message =
        field == null
            ? "The request is invalid."
            : field.getField().toLowerCase(Locale.ROOT) + " " + field.getDefaultMessage();
    ErrorAnswer answer =
        e.getBindingResult().getTarget() instanceof Referenced request
                && !e.getBindingResult().hasFieldErrors("reference")
            ? ErrorAnswer.about(request.reference(), "invalid_request", message)
            : ErrorAnswer.of("invalid_request", message);
    return ResponseEntity.badRequest().body(answer);
  }

  @ExceptionHandler
  ResponseEntity<ErrorAnswer> unreadable(HttpMessageNotReadableException e) {
    return ResponseEntity.badRequest()
        .body(ErrorAnswer.of("malformed_request", "The body is not the JSON that was expected."));
  }

  @ExceptionHandler
  ResponseEntity<ErrorAnswer> other(Exception e) {
    HttpStatusCode status =
        e instanceof ErrorResponse response
            ? response.getStatusCode()
            : HttpStatus.INTERNAL_SERVER_ERROR;
    if (status.is5xxServerError()) {
      LOG.error("Request failed", e);
      return ResponseEntity.status(status)
          .body(ErrorAnswer.of("internal_error", "Something went wrong."));
    }
    return ResponseEntity.status(status)
        .body(ErrorAnswer.of("invalid_request", "The request is invalid."));
  }
}
