package dev.florin.account.problem;

import dev.florin.web.problem.Certainty;
import dev.florin.web.problem.ErrorCode;
import org.springframework.http.HttpStatus;

/** What the account service refuses, beside what every service refuses. */
public enum AccountError implements ErrorCode {
  /** The transfer id, or what it is to reverse, was used with another content. */
  TRANSFER_CONFLICT(HttpStatus.CONFLICT),
  /** The idempotency key was used for another deposit. */
  IDEMPOTENCY_KEY_REUSED(HttpStatus.UNPROCESSABLE_CONTENT),
  /** The account has another currency than the amount. */
  CURRENCY_MISMATCH(HttpStatus.BAD_REQUEST),
  /** A closed account takes nothing in. */
  ACCOUNT_CLOSED(HttpStatus.UNPROCESSABLE_CONTENT),
  /** The account's status does not allow the move. */
  INVALID_STATE(HttpStatus.CONFLICT),
  /** An account that has money, or holds, cannot be closed. */
  ACCOUNT_NOT_EMPTY(HttpStatus.CONFLICT),
  /** The adjustment id belongs to another adjustment. */
  ADJUSTMENT_EXISTS(HttpStatus.CONFLICT),
  /** The legs' debits differ from their credits. */
  UNBALANCED(HttpStatus.BAD_REQUEST),
  /** A transfer has at most a hundred legs. */
  TOO_MANY_LEGS(HttpStatus.BAD_REQUEST),
  /** The transfer is in no sealed block yet. */
  NOT_SEALED_YET(HttpStatus.CONFLICT),
  /** The transfer is not what was sealed in its place. */
  LEDGER_TAMPERED(HttpStatus.INTERNAL_SERVER_ERROR),
  /** The first request with this idempotency key is being carried out. */
  IDEMPOTENCY_IN_PROGRESS(HttpStatus.CONFLICT, Certainty.AMBIGUOUS),
  /** The merchant has another transfer of this name. */
  TRANSFER_EXISTS(HttpStatus.CONFLICT),
  /** The shares of a transfer do not make up its amount. */
  INVALID_SPLIT(HttpStatus.BAD_REQUEST),
  /** The risk rules refuse the transfer, or ask for a person. */
  RISK_REJECTED(HttpStatus.PAYMENT_REQUIRED),
  /** The payer has less available than the amount. */
  INSUFFICIENT_FUNDS(HttpStatus.PAYMENT_REQUIRED),
  /** The payer or a payee has no wallet in this currency. */
  ACCOUNT_NOT_FOUND(HttpStatus.PAYMENT_REQUIRED),
  /** The payer's wallet pays nothing out. */
  ACCOUNT_FROZEN(HttpStatus.PAYMENT_REQUIRED),
  /** A balance would leave the range of amounts. */
  BALANCE_OUT_OF_RANGE(HttpStatus.UNPROCESSABLE_CONTENT),
  /** The transfer could not be carried out before its hold lapsed. */
  HOLD_EXPIRED(HttpStatus.UNPROCESSABLE_CONTENT),
  /** The transfer's hold was given up before it was carried out. */
  HOLD_VOIDED(HttpStatus.UNPROCESSABLE_CONTENT),
  /** The transfer could not be assessed, and is not one that may go on without. */
  RISK_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE),
  /** The database went away while it served the request, perhaps after it was accepted. */
  DATABASE_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, Certainty.AMBIGUOUS);

  private final HttpStatus status;
  private final Certainty certainty;

  AccountError(HttpStatus status) {
    this(status, Certainty.DEFINITIVE);
  }

  AccountError(HttpStatus status, Certainty certainty) {
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

  /** A key never changes its outcome: what was decided is the same when it is sent again. */
  @Override
  public boolean retryable() {
    return this == IDEMPOTENCY_IN_PROGRESS
        || this == NOT_SEALED_YET
        || this == DATABASE_UNAVAILABLE;
  }
}
