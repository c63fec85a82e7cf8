package dev.florin.channel.attempt;

import dev.florin.web.problem.Certainty;
import dev.florin.web.problem.ErrorCode;
import org.springframework.http.HttpStatus;

/** The errors of attempts. A decline is none: it is a result. */
public enum AttemptError implements ErrorCode {
  /**
   * The attempt id was used for something else.
   *
   * <p>A caller's fault.
   */
  ATTEMPT_CONFLICT(HttpStatus.CONFLICT),
  /**
   * An operator's finding on an attempt that is final with another outcome.
   *
   * <p>Look at the attempt again.
   */
  ATTEMPT_FINAL(HttpStatus.CONFLICT),
  /**
   * An operator says {@code not_sent} of an attempt that the provider knows, or may still take.
   *
   * <p>Wait until its finality window has passed, ask the provider.
   */
  ATTEMPT_IN_FLIGHT(HttpStatus.CONFLICT),
  /**
   * {@code of_attempt} is no approved attempt that this operation can follow; nothing was sent.
   *
   * <p>A caller's fault.
   */
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
