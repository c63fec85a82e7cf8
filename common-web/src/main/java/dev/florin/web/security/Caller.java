package dev.florin.web.security;

import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * Who sent the request, as the verified token says.
 *
 * @param kind merchant, user or service
 * @param merchantId the merchant that the caller is or belongs to; null for a service
 * @param subject the merchant's, user's or service's own id
 */
public record Caller(Kind kind, @Nullable String merchantId, String subject) {

  /** The kinds of callers. */
  public enum Kind {
    /** An OAuth client that acts for its own users. */
    MERCHANT,
    /** A person who acts as itself only. */
    USER,
    /** A process of the platform. */
    SERVICE
  }

  /**
   * The merchant's id.
   *
   * @throws ProblemException 403 if the caller is a service
   */
  public String requireMerchant() {
    if (merchantId == null) {
      throw new ProblemException(
          CommonError.FORBIDDEN, "this needs a merchant's or a user's token");
    }
    return merchantId;
  }

  /** Whether the caller is that user, or the merchant that the user belongs to. */
  public boolean mayActFor(String merchant, String user) {
    return merchant.equals(merchantId) && (kind == Kind.MERCHANT || subject.equals(user));
  }
}
