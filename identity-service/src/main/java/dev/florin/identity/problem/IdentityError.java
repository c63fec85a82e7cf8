package dev.florin.identity.problem;

import dev.florin.web.problem.Certainty;
import dev.florin.web.problem.ErrorCode;
import org.springframework.http.HttpStatus;

/** The errors that only this service answers. */
public enum IdentityError implements ErrorCode {
  /**
   * The user id is taken within the merchant.
   *
   * <p>Choose another id.
   */
  USER_EXISTS(HttpStatus.CONFLICT),
  /**
   * The merchant id is taken, by a merchant or by another client.
   *
   * <p>Choose another id.
   */
  MERCHANT_EXISTS(HttpStatus.CONFLICT),
  /**
   * As many secrets are live as a merchant may have.
   *
   * <p>Revoke one, or replace both with an overlap of {@code PT0S}.
   */
  TOO_MANY_SECRETS(HttpStatus.CONFLICT),
  /**
   * No such user, or not its password; the answer does not say which.
   *
   * <p>Check merchant, user and password.
   */
  INVALID_CREDENTIALS(HttpStatus.UNAUTHORIZED);

  private final HttpStatus status;

  IdentityError(HttpStatus status) {
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
