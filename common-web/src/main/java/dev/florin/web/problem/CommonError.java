package dev.florin.web.problem;

import org.springframework.http.HttpStatus;

/** The errors every service can answer. */
public enum CommonError implements ErrorCode {
  /**
   * The body is not JSON, has a member twice, or a member of the wrong type.
   *
   * <p>Mend the body; {@code param} names the member if there is one.
   */
  MALFORMED_REQUEST(HttpStatus.BAD_REQUEST),
  /**
   * A field or query parameter breaks a rule.
   *
   * <p>Mend what {@code param} names.
   */
  INVALID_PARAMETER(HttpStatus.BAD_REQUEST),
  /**
   * Not a plain decimal, too many digits, zero, negative, or beyond 10^15 minor units.
   *
   * <p>Send for example {@code "19.99"}.
   */
  INVALID_AMOUNT(HttpStatus.BAD_REQUEST),
  /**
   * Not an ISO 4217 code that can be paid in.
   *
   * <p>Send for example {@code USD}, in upper case.
   */
  UNKNOWN_CURRENCY(HttpStatus.BAD_REQUEST),
  /**
   * The request moves money and has no key.
   *
   * <p>Send {@code Idempotency-Key}.
   */
  IDEMPOTENCY_KEY_REQUIRED(HttpStatus.BAD_REQUEST),
  /**
   * The key is not 1–255 printable ASCII characters, or header and body name different ones.
   *
   * <p>Mend the key.
   */
  IDEMPOTENCY_KEY_INVALID(HttpStatus.BAD_REQUEST),
  /**
   * A field looks like a card number.
   *
   * <p>Send a {@code payment_token}; treat the number as leaked to your logs.
   */
  CARD_NUMBER_REFUSED(HttpStatus.BAD_REQUEST),
  /**
   * No token, or one that is expired, forged or for another audience.
   *
   * <p>Get a token, send it as {@code Authorization: Bearer}.
   */
  UNAUTHENTICATED(HttpStatus.UNAUTHORIZED),
  /**
   * The token's scope or kind does not allow this, or the object is another user's.
   *
   * <p>Use the right token; {@code detail} names the scopes that would do, {@code WWW-Authenticate}
   * the scope if only one would.
   */
  FORBIDDEN(HttpStatus.FORBIDDEN),
  /**
   * There is no such object, or it belongs to somebody else.
   *
   * <p>Check the id and the merchant.
   */
  NOT_FOUND(HttpStatus.NOT_FOUND),
  /**
   * The path exists, the method does not.
   *
   * <p>See {@code Allow}.
   */
  METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED),
  /**
   * {@code Accept} excludes JSON.
   *
   * <p>Accept {@code application/json}.
   */
  NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE),
  /**
   * The body exceeds the limit.
   *
   * <p>Send less.
   */
  PAYLOAD_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE),
  /**
   * The body is not {@code application/json}.
   *
   * <p>Set {@code Content-Type}.
   */
  UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE),
  /**
   * The merchant's bucket is empty; for log-ins and token requests, the address's.
   *
   * <p>Wait for {@code Retry-After}.
   */
  RATE_LIMITED(HttpStatus.TOO_MANY_REQUESTS),
  /**
   * More is asked of the platform than it can do; nothing was done.
   *
   * <p>Send the same request again after {@code Retry-After}, with backoff.
   */
  // Not 503: Tomcat closes the connection after that, and in an overload all would connect again.
  OVERLOADED(HttpStatus.TOO_MANY_REQUESTS),
  /**
   * Something failed that should not have.
   *
   * <p>Same key again, or read the payment; report the {@code trace_id}.
   */
  INTERNAL_ERROR(HttpStatus.INTERNAL_SERVER_ERROR, Certainty.AMBIGUOUS),
  /**
   * This service, or the one behind the gateway, cannot work now; nothing was done.
   *
   * <p>Send the same request again, with backoff.
   */
  SERVICE_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE),
  /**
   * The time ran out.
   *
   * <p>Same key again, or read the payment.
   */
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
