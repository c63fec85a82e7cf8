package dev.florin.gateway.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import java.time.Duration;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;

/**
 * Remembers for a short time which tokens were found good, since a client sends the same one
 * thousands of times and checking an RSA signature is the dearest thing the edge does. The key is
 * the whole token, signature included; its expiry is checked each time. A signing key that is
 * withdrawn stays good for as long as the memory lasts.
 */
final class VerifiedTokens implements JwtDecoder {

  private static final Duration MEMORY = Duration.ofMinutes(1);
  private static final int MAX_TOKENS = 5_000;

  private final JwtDecoder verifier;
  private final OAuth2TokenValidator<Jwt> expiry = new JwtTimestampValidator();
  private final Cache<String, Jwt> verified =
      Caffeine.newBuilder().maximumSize(MAX_TOKENS).expireAfterWrite(MEMORY).build();

  VerifiedTokens(JwtDecoder verifier) {
    this.verifier = verifier;
  }

  @Override
  public Jwt decode(String token) {
    Jwt known = verified.getIfPresent(token);
    if (known != null && !expiry.validate(known).hasErrors()) {
      return known;
    }
    Jwt fresh = verify(token);
    verified.put(token, fresh);
    return fresh;
  }

  private Jwt verify(String token) {
    try {
      return verifier.decode(token);
    } catch (BadJwtException bad) {
      throw bad;
    } catch (JwtException unable) {
      // The keys cannot be had: that is our fault, not the token's.
      throw new ProblemException(
              CommonError.SERVICE_UNAVAILABLE,
              "tokens cannot be verified at the moment; nothing was done")
          .retryAfter(Duration.ofSeconds(1));
    }
  }
}
