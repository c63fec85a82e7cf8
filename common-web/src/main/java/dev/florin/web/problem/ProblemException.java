package dev.florin.web.problem;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A request that ends in a problem answer. It carries only what the client may see.
 *
 * <p>It has no stack trace: it is an answer, thrown on every refused request, not a fault.
 */
public final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient ErrorCode errorCode;
  private final String detail;
  private @Nullable String param;
  private @Nullable String paymentId;
  private @Nullable String paymentStatus;
  private @Nullable String declineCode;
  private @Nullable Duration retryAfter;

  /**
   * Names what went wrong.
   *
   * @param errorCode the catalogue's entry
   * @param detail what happened and what to do about it, in a sentence for the client
   */
  public ProblemException(ErrorCode errorCode, String detail) {
    super(errorCode.code() + ": " + detail, null, false, false);
    this.errorCode = errorCode;
    this.detail = detail;
  }

  /** Names the request's parameter that is wrong, as the client spells it. */
  public ProblemException param(@Nullable String name) {
    this.param = name;
    return this;
  }

  /** Names the payment that the problem is about. */
  public ProblemException paymentId(@Nullable String id) {
    this.paymentId = id;
    return this;
  }

  /** Tells the status that the payment has now. */
  public ProblemException paymentStatus(@Nullable String status) {
    this.paymentStatus = status;
    return this;
  }

  /** Tells why the payer's side declined. */
  public ProblemException declineCode(@Nullable String code) {
    this.declineCode = code;
    return this;
  }

  /** Tells when to come back; sent as {@code Retry-After} in whole seconds, at least one. */
  public ProblemException retryAfter(@Nullable Duration duration) {
    this.retryAfter = duration;
    return this;
  }

  /** The catalogue's entry. */
  public ErrorCode errorCode() {
    return errorCode;
  }

  /** The sentence for the client. */
  public String detail() {
    return detail;
  }

  @Nullable String param() {
    return param;
  }

  @Nullable String paymentId() {
    return paymentId;
  }

  @Nullable String paymentStatus() {
    return paymentStatus;
  }

  @Nullable String declineCode() {
    return declineCode;
  }

  /** Seconds for {@code Retry-After}, or null. */
  public @Nullable Long retryAfterSeconds() {
    return retryAfter == null ? null : Math.max(1, retryAfter.toSeconds());
  }
}
