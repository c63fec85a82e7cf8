package dev.florin.channel.sandbox.web;

import dev.florin.web.problem.Certainty;
import dev.florin.web.problem.ErrorCode;
import org.springframework.http.HttpStatus;

/** The errors of callbacks alone. */
enum CallbackError implements ErrorCode {
  /**
   * The body of a callback did not arrive within 5 s.
   *
   * <p>Send it again.
   */
  REQUEST_TIMEOUT(HttpStatus.REQUEST_TIMEOUT);

  private final HttpStatus status;

  CallbackError(HttpStatus status) {
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
