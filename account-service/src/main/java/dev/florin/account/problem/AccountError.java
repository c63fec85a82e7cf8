package dev.florin.account.problem;

import dev.florin.web.problem.Certainty;
import dev.florin.web.problem.ErrorCode;
import org.springframework.http.HttpStatus;

/** What the account service refuses, beside what every service refuses. */
public enum AccountError implements ErrorCode {
  /**
   * The id of a transfer or a hold, or what it reverses, was used with another content (internal).
   *
   * <p>A caller's fault: ids are made from the payment.
   */
  TRANSFER_CONFLICT(HttpStatus.CONFLICT),
  /**
   * The key was used for another request.
   *
   * <p>Use a new key for a new request.
   */
  IDEMPOTENCY_KEY_REUSED(HttpStatus.UNPROCESSABLE_CONTENT),
  /**
   * The account, or the transfer, has another currency.
   *
   * <p>Send that currency.
   */
  CURRENCY_MISMATCH(HttpStatus.BAD_REQUEST),
  /**
   * A closed account takes nothing in and pays nothing out.
   *
   * <p>Use another account.
   */
  ACCOUNT_CLOSED(HttpStatus.UNPROCESSABLE_CONTENT),
  /**
   * The account's status does not allow the move; {@code detail} says which it allows.
   *
   * <p>Freeze only what is open, close only what is open, and nothing that is closed.
   */
  INVALID_STATE(HttpStatus.CONFLICT),
  /**
   * The account has money or holds and cannot be closed.
   *
   * <p>Pay it out, end its holds.
   */
  ACCOUNT_NOT_EMPTY(HttpStatus.CONFLICT),
  /**
   * The {@code adjustment_id} belongs to another adjustment.
   *
   * <p>Choose another id.
   */
  ADJUSTMENT_EXISTS(HttpStatus.CONFLICT),
  /**
   * The legs' debits differ from their credits.
   *
   * <p>Mend the legs.
   */
  UNBALANCED(HttpStatus.BAD_REQUEST),
  /**
   * An adjustment has more than 100 legs.
   *
   * <p>Split it.
   */
  TOO_MANY_LEGS(HttpStatus.BAD_REQUEST),
  /**
   * The transfer is about to be sealed.
   *
   * <p>Wait for {@code Retry-After}, ask again.
   */
  NOT_SEALED_YET(HttpStatus.CONFLICT),
  /**
   * The transfer is not what was sealed in its place.
   *
   * <p>Run {@code ./florin verify}; see docs/ledger-proofs.md.
   */
  LEDGER_TAMPERED(HttpStatus.INTERNAL_SERVER_ERROR),
  /**
   * A transfer with this key is being carried out.
   *
   * <p>Wait for {@code Retry-After}, send it again.
   */
  IDEMPOTENCY_IN_PROGRESS(HttpStatus.CONFLICT, Certainty.AMBIGUOUS),
  /**
   * The {@code transfer_id} belongs to another transfer of this merchant.
   *
   * <p>Choose another id, or read that transfer.
   */
  TRANSFER_EXISTS(HttpStatus.CONFLICT),
  /**
   * The destinations get more or less than the amount, or one of them nothing.
   *
   * <p>Mend {@code destinations}.
   */
  INVALID_SPLIT(HttpStatus.BAD_REQUEST),
  /**
   * The risk rules refused the transfer, or ask for a person.
   *
   * <p>Do not retry.
   */
  RISK_REJECTED(HttpStatus.PAYMENT_REQUIRED),
  /**
   * The payer's wallet does not hold enough.
   *
   * <p>Top up, transfer again with a new key.
   */
  INSUFFICIENT_FUNDS(HttpStatus.PAYMENT_REQUIRED),
  /**
   * The payer or a payee has no wallet in this currency.
   *
   * <p>Open one, transfer again with a new key.
   */
  ACCOUNT_NOT_FOUND(HttpStatus.PAYMENT_REQUIRED),
  /**
   * The payer's wallet pays nothing out; a frozen payee is paid.
   *
   * <p>Have it released.
   */
  ACCOUNT_FROZEN(HttpStatus.PAYMENT_REQUIRED),
  /**
   * A balance would leave the range of amounts.
   *
   * <p>Use another account.
   */
  BALANCE_OUT_OF_RANGE(HttpStatus.UNPROCESSABLE_CONTENT),
  /**
   * The transfer could not be carried out before its hold lapsed; nothing moved.
   *
   * <p>Transfer again with a new key.
   */
  HOLD_EXPIRED(HttpStatus.UNPROCESSABLE_CONTENT),
  /**
   * The transfer's hold was given up by somebody else before the end; nothing moved.
   *
   * <p>Transfer again with a new key.
   */
  HOLD_VOIDED(HttpStatus.UNPROCESSABLE_CONTENT),
  /**
   * The transfer could not be assessed and is not one that may go on without; it is {@code failed}.
   *
   * <p>Transfer again with a new key.
   */
  RISK_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE),
  /**
   * The database went away while it served the request, perhaps after that was accepted.
   *
   * <p>Same key again.
   */
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
