package dev.florin.account.problem;

import dev.florin.web.problem.Certainty;
import dev.florin.web.problem.ErrorCode;
import org.springframework.http.HttpStatus;

/** What the account service refuses, beside what every service refuses. */
public enum AccountError implements ErrorCode {
  /** The transfer id, or the deduction to reverse, was used with another content. */
  TRANSFER_CONFLICT(HttpStatus.CONFLICT),
  /** The idempotency key was used for another deposit. */
  IDEMPOTENCY_KEY_REUSED(HttpStatus.UNPROCESSABLE_CONTENT),
  /** The account has another currency than the amount. */
  CURRENCY_MISMATCH(HttpStatus.BAD_REQUEST),
  /** A closed account takes nothing in. */
  ACCOUNT_CLOSED(HttpStatus.UNPROCESSABLE_CONTENT);

  private final HttpStatus status;

  AccountError(HttpStatus status) {
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
