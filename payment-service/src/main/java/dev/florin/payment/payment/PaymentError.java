package dev.florin.payment.payment;

import dev.florin.web.problem.Certainty;
import dev.florin.web.problem.ErrorCode;
import org.springframework.http.HttpStatus;

/** Everything this service can refuse or fail with, beyond the common errors. */
public enum PaymentError implements ErrorCode {
  /**
   * A request with this key is being carried out.
   *
   * <p>Wait for {@code Retry-After}, send it again.
   */
  IDEMPOTENCY_IN_PROGRESS(
      HttpStatus.CONFLICT,
      Certainty.AMBIGUOUS,
      "a request with this idempotency key is being carried out"),
  /**
   * The key belongs to a different request.
   *
   * <p>Use a new key for a new request.
   */
  IDEMPOTENCY_KEY_REUSED(
      HttpStatus.UNPROCESSABLE_CONTENT, "this idempotency key belongs to a different request"),
  /**
   * The {@code payment_id} belongs to another payment of this merchant.
   *
   * <p>Choose another id, or read that payment.
   */
  PAYMENT_EXISTS(HttpStatus.CONFLICT, "this payment_id belongs to another payment"),
  /**
   * The payment's status does not allow this; {@code detail} names it, the statuses that do, and
   * what it may still become.
   *
   * <p>Read the payment.
   */
  INVALID_STATE(HttpStatus.CONFLICT, "the payment's status does not allow this"),
  /**
   * An open capture, void or expiry has to end before this one; nothing was begun.
   *
   * <p>Wait for {@code Retry-After}, send it again.
   */
  OPERATION_IN_PROGRESS(
      HttpStatus.CONFLICT, "another operation on this payment has to end before this one"),
  /**
   * More than may still be captured: what was authorised without all captures, pending ones too.
   *
   * <p>Ask for less; {@code detail} says how much is left.
   */
  CAPTURE_EXCEEDS_AUTHORIZED(
      HttpStatus.UNPROCESSABLE_CONTENT, "this is more than may still be captured"),
  /**
   * More than may still be refunded: what was captured without all refunds, pending ones too.
   *
   * <p>Ask for less; {@code detail} says how much is left.
   */
  REFUND_EXCEEDS_CAPTURED(
      HttpStatus.UNPROCESSABLE_CONTENT, "this is more than may still be refunded"),
  /**
   * An operator's finding contradicts what the channel knows of the attempt.
   *
   * <p>Look at the attempt again.
   */
  ATTEMPT_FINAL(HttpStatus.CONFLICT, "the channel knows another end of this attempt"),
  /**
   * An operator's finding may not have been written down.
   *
   * <p>Send the same finding again.
   */
  RESOLUTION_UNANSWERED(
      HttpStatus.SERVICE_UNAVAILABLE,
      Certainty.AMBIGUOUS,
      "the finding may not have been written down; send it again"),
  /**
   * The database was slow, locked or gone, perhaps after the payment was accepted.
   *
   * <p>Same key again.
   */
  DATABASE_UNAVAILABLE(
      HttpStatus.SERVICE_UNAVAILABLE,
      Certainty.AMBIGUOUS,
      "this cannot be carried out now; send the same request again"),

  /**
   * The risk rules refused the payment.
   *
   * <p>Do not retry.
   */
  RISK_REJECTED(HttpStatus.PAYMENT_REQUIRED, "the payment was refused by the risk rules"),
  /**
   * The wallet does not hold enough.
   *
   * <p>Top up, pay again with a new key.
   */
  INSUFFICIENT_FUNDS(HttpStatus.PAYMENT_REQUIRED, "the wallet does not hold enough"),
  /**
   * The user has no wallet in this currency.
   *
   * <p>Open one, pay again with a new key.
   */
  ACCOUNT_NOT_FOUND(HttpStatus.PAYMENT_REQUIRED, "the user has no wallet in this currency"),
  /**
   * The wallet pays nothing out.
   *
   * <p>Have it released.
   */
  ACCOUNT_FROZEN(HttpStatus.PAYMENT_REQUIRED, "the user's wallet is frozen"),
  /**
   * The wallet is closed.
   *
   * <p>Use another one.
   */
  ACCOUNT_CLOSED(HttpStatus.PAYMENT_REQUIRED, "the user's wallet is closed"),
  /**
   * The channel declined; {@code decline_code} says why, and the deduction is reversed.
   *
   * <p>Ask the payer for another method.
   */
  CARD_DECLINED(HttpStatus.PAYMENT_REQUIRED, "the payment was declined by the channel"),
  /**
   * The channel declined the capture; the payment stays {@code requires_capture} and its money
   * held.
   *
   * <p>Capture again with a new key, or void.
   */
  CAPTURE_DECLINED(HttpStatus.PAYMENT_REQUIRED, "the capture was declined by the channel"),
  /**
   * The money was not reserved any more when the channel had captured it; an operator had it given
   * back there.
   *
   * <p>Read the payment; take it anew.
   */
  CAPTURE_UNDONE(
      HttpStatus.PAYMENT_REQUIRED,
      "the money was not reserved any more; what the channel had captured is given back there"),
  /**
   * The channel does not release what it authorised; the payment stays {@code requires_capture}.
   *
   * <p>Read the payment; ask the channel.
   */
  VOID_DECLINED(HttpStatus.PAYMENT_REQUIRED, "the void was declined by the channel"),
  /**
   * The channel declined the refund; nothing was given back.
   *
   * <p>Refund with a new key, or pay the user in another way.
   */
  REFUND_DECLINED(HttpStatus.PAYMENT_REQUIRED, "the refund was declined by the channel"),

  /**
   * The merchant declined the payment when it was reviewed; nothing was taken.
   *
   * <p>Do not retry.
   */
  REVIEW_DECLINED(HttpStatus.PAYMENT_REQUIRED, "the payment was declined when it was reviewed"),
  /**
   * Nobody decided on the payment within 7 days; nothing was taken.
   *
   * <p>Pay again with a new key.
   */
  REVIEW_EXPIRED(HttpStatus.PAYMENT_REQUIRED, "nobody decided on the payment in time"),
  /**
   * The payer did not do in time what {@code next_action} said; the deduction is reversed.
   *
   * <p>Pay again with a new key.
   */
  ACTION_EXPIRED(
      HttpStatus.PAYMENT_REQUIRED, "the payer did not do in time what the channel asked for"),

  /**
   * The payment could not be assessed and is not one that may go on without; it is {@code failed}.
   *
   * <p>Pay again with a new key.
   */
  RISK_UNAVAILABLE(
      HttpStatus.SERVICE_UNAVAILABLE,
      "the payment could not be assessed; nothing was taken, pay again with a new key"),
  /**
   * The wallet could not be reached; the payment is {@code failed}.
   *
   * <p>Pay again with a new key.
   */
  ACCOUNT_UNAVAILABLE(
      HttpStatus.SERVICE_UNAVAILABLE,
      "the wallet could not be reached; nothing was taken, pay again with a new key"),
  /**
   * No channel could be reached; the deduction is reversed, the payment is {@code failed}.
   *
   * <p>Pay again with a new key.
   */
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
