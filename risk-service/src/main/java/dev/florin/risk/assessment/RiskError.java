package dev.florin.risk.assessment;

import dev.florin.web.problem.Certainty;
import dev.florin.web.problem.ErrorCode;
import org.springframework.http.HttpStatus;

/** The errors of assessments. */
public enum RiskError implements ErrorCode {
  /**
   * The assessment id was used for another payment.
   *
   * <p>A caller's fault.
   */
  ASSESSMENT_CONFLICT(HttpStatus.CONFLICT);

  private final HttpStatus status;

  RiskError(HttpStatus status) {
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
