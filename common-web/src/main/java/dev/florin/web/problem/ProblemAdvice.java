package dev.florin.web.problem;

import dev.florin.money.InvalidMoneyException;
import dev.florin.web.json.UnstorableTextException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;

/** Turns everything a controller can throw into one kind of answer, with nothing internal in it. */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

  private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

  private static final SnakeCaseStrategy SNAKE_CASE = new SnakeCaseStrategy();

  private static final Pattern OUR_NAME = Pattern.compile("[a-z][a-z_]*");

  private final Problems problems;

  ProblemAdvice(Problems problems) {
    this.problems = problems;
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> handle(ProblemException problem) {
    return problems.toResponse(problem);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> handle(InvalidMoneyException refused) {
    return problems.toResponse(
        switch (refused.reason()) {
          case UNKNOWN_CURRENCY ->
              new ProblemException(CommonError.UNKNOWN_CURRENCY, text(refused)).param("currency");
          case MALFORMED, TOO_PRECISE, NOT_POSITIVE, OUT_OF_RANGE ->
              new ProblemException(CommonError.INVALID_AMOUNT, text(refused)).param("amount");
        });
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> handle(AccessDeniedException denied) {
    return problems.toResponse(
        new ProblemException(CommonError.FORBIDDEN, "this token may not do that"));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> handle(Exception unexpected) {
    log.error("unexpected failure", unexpected);
    return problems.toResponse(
        new ProblemException(
            CommonError.INTERNAL_ERROR,
            "something failed here; repeat with the same idempotency key to learn the outcome"));
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
      MethodArgumentNotValidException invalid,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    var error = invalid.getBindingResult().getFieldError();
    if (error == null) {
      return answer(new ProblemException(CommonError.INVALID_PARAMETER, "the request is invalid"));
    }
    String param = snakeCase(error.getField());
    return answer(
        new ProblemException(CommonError.INVALID_PARAMETER, param + " " + error.getDefaultMessage())
            .param(param));
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException unreadable,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    String param = null;
    if (unreadable.getCause() instanceof JacksonException json && !json.getPath().isEmpty()) {
      param = ours(json.getPath().getFirst().getPropertyName());
    }
    if (unreadable.getCause() instanceof UnstorableTextException) {
      return answer(
          new ProblemException(CommonError.INVALID_PARAMETER, "text has no character U+0000")
              .param(param));
    }
    String detail =
        param == null ? "the body is not the JSON expected here" : param + " has the wrong form";
    return answer(new ProblemException(CommonError.MALFORMED_REQUEST, detail).param(param));
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleTypeMismatch(
      org.springframework.beans.TypeMismatchException mismatch,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    String param =
        mismatch instanceof MethodArgumentTypeMismatchException argument
            ? snakeCase(argument.getName())
            : mismatch.getPropertyName();
    return answer(
        new ProblemException(CommonError.INVALID_PARAMETER, param + " has the wrong form")
            .param(param));
  }

  /** Every other exception of the framework: its status, our words. */
  @Override
  protected @Nullable ResponseEntity<Object> handleExceptionInternal(
      Exception exception,
      @Nullable Object body,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    ProblemException problem =
        switch (status.value()) {
          case 404 -> new ProblemException(CommonError.NOT_FOUND, "there is nothing here");
          case 405 ->
              new ProblemException(
                  CommonError.METHOD_NOT_ALLOWED, "this method is not allowed here");
          case 406 ->
              new ProblemException(CommonError.NOT_ACCEPTABLE, "only JSON is answered here");
          case 413 -> new ProblemException(CommonError.PAYLOAD_TOO_LARGE, "the body is too large");
          case 415 ->
              new ProblemException(
                  CommonError.UNSUPPORTED_MEDIA_TYPE, "send the body as application/json");
          case 503 ->
              new ProblemException(
                  CommonError.SERVICE_UNAVAILABLE, "this service is not available");
          default ->
              status.is4xxClientError()
                  ? new ProblemException(CommonError.INVALID_PARAMETER, "the request is invalid")
                  : new ProblemException(CommonError.INTERNAL_ERROR, "something failed here");
        };
    if (status.is5xxServerError()) {
      log.error("unexpected failure", exception);
    }
    ResponseEntity<Object> answer = answer(problem);
    HttpHeaders all = new HttpHeaders(headers);
    all.addAll(answer.getHeaders());
    return ResponseEntity.status(answer.getStatusCode()).headers(all).body(answer.getBody());
  }

  private ResponseEntity<Object> answer(ProblemException problem) {
    ResponseEntity<ProblemDetail> answer = problems.toResponse(problem);
    return ResponseEntity.status(answer.getStatusCode())
        .headers(answer.getHeaders())
        .body(answer.getBody());
  }

  /** The name, unless a client made it up: that may hold anything, such as a card number. */
  private static @Nullable String ours(@Nullable String name) {
    return name != null && OUR_NAME.matcher(name).matches() ? name : null;
  }

  private static String snakeCase(String name) {
    return SNAKE_CASE.nameForField(null, null, name);
  }

  private static String text(InvalidMoneyException refused) {
    return String.valueOf(refused.getMessage());
  }
}
