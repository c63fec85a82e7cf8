package dev.florin.gateway.security;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/**
 * Whom the verified token names.
 *
 * @param subject the merchant, user or service itself
 * @param merchantId the merchant it is or belongs to; null for a service
 * @param sessionId the log-in, or the token itself where nobody logged in
 * @param isUser whether a person logged in
 */
public record EdgeCaller(
    String subject, @Nullable String merchantId, @Nullable String sessionId, boolean isUser) {

  /** The caller of the request in work; null where no token is asked for. */
  public static @Nullable EdgeCaller current() {
    return SecurityContextHolder.getContext().getAuthentication()
            instanceof JwtAuthenticationToken authenticated
        ? of(authenticated.getToken())
        : null;
  }

  static EdgeCaller of(Jwt token) {
    String session = token.getClaimAsString("sid");
    return new EdgeCaller(
        Objects.requireNonNullElse(token.getSubject(), "unknown"),
        token.getClaimAsString("merchant_id"),
        session == null ? token.getId() : session,
        session != null);
  }

  /** Whom to count the request for: all of a merchant's tokens share one allowance. */
  public String quotaKey() {
    return merchantId == null ? "service:" + subject : "merchant:" + merchantId;
  }
}
