package dev.florin.payment.payment;

import dev.florin.web.problem.Certainty;
import dev.florin.web.problem.ErrorCode;
import org.springframework.http.HttpStatus;

/** Everything this service can refuse or fail with, beyond the common errors. */
public enum PaymentError implements ErrorCode {
  IDEMPOTENCY_IN_PROGRESS(
      HttpStatus.CONFLICT,
      Certainty.AMBIGUOUS,
      "a request with this idempotency key is being carried out"),
  IDEMPOTENCY_KEY_REUSED(
      HttpStatus.UNPROCESSABLE_CONTENT, "this idempotency key belongs to a different request"),
  PAYMENT_EXISTS(HttpStatus.CONFLICT, "this payment_id belongs to another payment"),
  INVALID_STATE(HttpStatus.CONFLICT, "the payment's status does not allow this"),
  OPERATION_IN_PROGRESS(
      HttpStatus.CONFLICT, "another operation on this payment has to end before this one"),
  CAPTURE_EXCEEDS_AUTHORIZED(
      HttpStatus.UNPROCESSABLE_CONTENT, "this is more than may still be captured"),
  REFUND_EXCEEDS_CAPTURED(
      HttpStatus.UNPROCESSABLE_CONTENT, "this is more than may still be refunded"),
  ATTEMPT_FINAL(HttpStatus.CONFLICT, "the channel knows another end of this attempt"),
  RESOLUTION_UNANSWERED(
      HttpStatus.SERVICE_UNAVAILABLE,
      Certainty.AMBIGUOUS,
      "the finding may not have been written down; send it again"),
  DATABASE_UNAVAILABLE(
      HttpStatus.SERVICE_UNAVAILABLE,
      Certainty.AMBIGUOUS,
      "this cannot be carried out now; repeat it with the same idempotency key"),

  RISK_REJECTED(HttpStatus.PAYMENT_REQUIRED, "the payment was refused by the risk rules"),
  INSUFFICIENT_FUNDS(HttpStatus.PAYMENT_REQUIRED, "the wallet does not hold enough"),
  ACCOUNT_NOT_FOUND(HttpStatus.PAYMENT_REQUIRED, "the user has no wallet in this currency"),
  ACCOUNT_FROZEN(HttpStatus.PAYMENT_REQUIRED, "the user's wallet is frozen"),
  ACCOUNT_CLOSED(HttpStatus.PAYMENT_REQUIRED, "the user's wallet is closed"),
  CARD_DECLINED(HttpStatus.PAYMENT_REQUIRED, "the payment was declined by the channel"),
  CAPTURE_DECLINED(HttpStatus.PAYMENT_REQUIRED, "the capture was declined by the channel"),
  CAPTURE_UNDONE(
      HttpStatus.PAYMENT_REQUIRED,
      "the money was not reserved any more; what the channel had captured is given back there"),
  VOID_DECLINED(HttpStatus.PAYMENT_REQUIRED, "the void was declined by the channel"),
  REFUND_DECLINED(HttpStatus.PAYMENT_REQUIRED, "the refund was declined by the channel"),

  REVIEW_DECLINED(HttpStatus.PAYMENT_REQUIRED, "the payment was declined when it was reviewed"),
  REVIEW_EXPIRED(HttpStatus.PAYMENT_REQUIRED, "nobody decided on the payment in time"),
  ACTION_EXPIRED(
      HttpStatus.PAYMENT_REQUIRED, "the payer did not do in time what the channel asked for"),

  RISK_UNAVAILABLE(
      HttpStatus.SERVICE_UNAVAILABLE,
      "the payment could not be assessed; nothing was taken, pay again with a new key"),
  ACCOUNT_UNAVAILABLE(
      HttpStatus.SERVICE_UNAVAILABLE,
      "the wallet could not be reached; nothing was taken, pay again with a new key"),
  CHANNEL_UNAVAILABLE(
      HttpStatus.SERVICE_UNAVAILABLE,
      "no channel could be reached; nothing was taken, pay again with a new key");

  private final HttpStatus status;
  private final Certainty certainty;
  private final String detail;

  PaymentError(HttpStatus status, String detail) {
    this(status, Certainty.DEFINITIVE, detail);
  }

  PaymentError(HttpStatus status, Certainty certainty, String detail) {
    this.status = status;
    this.certainty = certainty;
    this.detail = detail;
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
        || this == OPERATION_IN_PROGRESS
        || this == DATABASE_UNAVAILABLE
        || this == RESOLUTION_UNANSWERED;
  }

  /** What the client is told. */
  public String detail() {
    return detail;
  }
}
