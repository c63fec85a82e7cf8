package dev.florin.gateway.route;

import dev.florin.web.problem.Certainty;
import dev.florin.web.problem.ErrorCode;
import org.springframework.http.HttpStatus;

/** The errors that only the edge answers. */
enum GatewayError implements ErrorCode {
  /**
   * The request was sent to a service and the connection broke.
   *
   * <p>Same key again, or read the payment; repeat a read.
   */
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
