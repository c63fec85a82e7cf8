package dev.florin.web.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;

/**
 * Remembers for a short time which tokens were found good, since a client sends the same one
 * thousands of times and checking an RSA signature is among the dearest things a service does. The
 * key is the whole token, signature included; its expiry is checked each time. A signing key that
 * is withdrawn stays good for as long as the memory lasts.
 */
public final class VerifiedTokens implements JwtDecoder {

  private static final Duration MEMORY = Duration.ofMinutes(1);
  private static final int MAX_TOKENS = 5_000;

  private final JwtDecoder verifier;
  private final OAuth2TokenValidator<Jwt> expiry = new JwtTimestampValidator();
  private final Cache<String, Jwt> verified =
      Caffeine.newBuilder().maximumSize(MAX_TOKENS).expireAfterWrite(MEMORY).build();

  /** Asks the verifier for what it does not remember. */
  public VerifiedTokens(JwtDecoder verifier) {
    this.verifier = verifier;
  }

  @Override
  public Jwt decode(String token) {
    if (token.length() > AccessTokenRules.MAX_LENGTH) {
      throw new BadJwtException("too long");
    }
    Jwt known = verified.getIfPresent(token);
    if (known != null && !expiry.validate(known).hasErrors()) {
      return known;
    }
    Jwt fresh = verifier.decode(token);
    verified.put(token, fresh);
    return fresh;
  }
}
