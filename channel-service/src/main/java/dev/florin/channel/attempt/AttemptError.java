package dev.florin.channel.attempt;

import dev.florin.web.problem.Certainty;
import dev.florin.web.problem.ErrorCode;
import org.springframework.http.HttpStatus;

/** The errors of attempts. A decline is none: it is a result. */
public enum AttemptError implements ErrorCode {
  /** The attempt id was used for another content. */
  ATTEMPT_CONFLICT(HttpStatus.CONFLICT),
  /** The attempt is final with another outcome. */
  ATTEMPT_FINAL(HttpStatus.CONFLICT),
  /** The provider has the attempt or may still take it. */
  ATTEMPT_IN_FLIGHT(HttpStatus.CONFLICT),
  /** The operation does not apply to the attempt that it names; nothing was sent. */
  OPERATION_NOT_APPLICABLE(HttpStatus.UNPROCESSABLE_CONTENT);

  private final HttpStatus status;

  AttemptError(HttpStatus status) {
    this.status = status;
  }

  @Override
  public HttpStatus status() {
    return status;
  }

  @Override
  public Certainty certainty() {
    return Certainty.DEFINITIVE;
  }
}
