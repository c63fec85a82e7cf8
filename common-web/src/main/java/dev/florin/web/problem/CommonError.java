package dev.florin.web.problem;

import org.springframework.http.HttpStatus;

/** The errors every service can answer. */
public enum CommonError implements ErrorCode {
  MALFORMED_REQUEST(HttpStatus.BAD_REQUEST),
  INVALID_PARAMETER(HttpStatus.BAD_REQUEST),
  INVALID_AMOUNT(HttpStatus.BAD_REQUEST),
  UNKNOWN_CURRENCY(HttpStatus.BAD_REQUEST),
  IDEMPOTENCY_KEY_REQUIRED(HttpStatus.BAD_REQUEST),
  IDEMPOTENCY_KEY_INVALID(HttpStatus.BAD_REQUEST),
  CARD_NUMBER_REFUSED(HttpStatus.BAD_REQUEST),
  UNAUTHENTICATED(HttpStatus.UNAUTHORIZED),
  FORBIDDEN(HttpStatus.FORBIDDEN),
  NOT_FOUND(HttpStatus.NOT_FOUND),
  METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED),
  NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE),
  PAYLOAD_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE),
  UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE),
  RATE_LIMITED(HttpStatus.TOO_MANY_REQUESTS),
  INTERNAL_ERROR(HttpStatus.INTERNAL_SERVER_ERROR, Certainty.AMBIGUOUS),
  SERVICE_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE),
  DEADLINE_EXCEEDED(HttpStatus.GATEWAY_TIMEOUT, Certainty.AMBIGUOUS);

  private final HttpStatus status;
  private final Certainty certainty;

  CommonError(HttpStatus status) {
    this(status, Certainty.DEFINITIVE);
  }

  CommonError(HttpStatus status, Certainty certainty) {
    this.status = status;
    this.certainty = certainty;
  }

  @Override
  public HttpStatus status() {
    return status;
  }

  @Override
  public Certainty certainty() {
    return certainty;
  }
}
