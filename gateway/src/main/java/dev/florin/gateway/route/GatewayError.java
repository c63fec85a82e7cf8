package dev.florin.gateway.route;

import dev.florin.web.problem.Certainty;
import dev.florin.web.problem.ErrorCode;
import org.springframework.http.HttpStatus;

/** The errors that only the edge answers. */
enum GatewayError implements ErrorCode {
  /** The request was sent and the connection broke before an answer came. */
  NO_ANSWER(HttpStatus.BAD_GATEWAY);

  private final HttpStatus status;

  GatewayError(HttpStatus status) {
    this.status = status;
  }

  @Override
  public HttpStatus status() {
    return status;
  }

  @Override
  public Certainty certainty() {
    return Certainty.AMBIGUOUS;
  }
}
