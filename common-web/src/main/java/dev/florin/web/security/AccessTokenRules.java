package dev.florin.web.security;

import java.util.List;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;

/**
 * What a token must be beside signed by identity-service, of its issuer and for this platform: an
 * access token, and one that ends. The rules replace Spring's own of the same kind, which let a
 * token without an end pass.
 */
final class AccessTokenRules {

  /** What is longer in characters is none of ours and is not read. */
  static final int MAX_LENGTH = 4_096;

  private AccessTokenRules() {}

  /** All of them. */
  static List<OAuth2TokenValidator<Jwt>> all() {
    return List.of(type(), times());
  }

  /** A JWT that says nothing of its type, or that it is one, or an access token (RFC 9068). */
  private static JwtTypeValidator type() {
    JwtTypeValidator type = new JwtTypeValidator("JWT", "at+jwt");
    type.setAllowEmpty(true);
    return type;
  }

  /** It says when it ends, and that has not come; nor does it begin later. */
  private static JwtTimestampValidator times() {
    JwtTimestampValidator times = new JwtTimestampValidator();
    times.setAllowEmptyExpiryClaim(false);
    return times;
  }
}
