package dev.florin.web.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;

class VerifiedTokensTests {

  private final AtomicInteger verified = new AtomicInteger();

  @Test
  void tokenThatWasFoundGoodIsNotVerifiedAgain() {
    JwtDecoder tokens = new VerifiedTokens(token -> expiring(token, Instant.now().plusSeconds(60)));

    Jwt first = tokens.decode("a");
    Jwt second = tokens.decode("a");
    Jwt other = tokens.decode("b");

    assertThat(second).isSameAs(first);
    assertThat(other).isNotSameAs(first);
    assertThat(verified).hasValue(2);
  }

  @Test
  void tokenThatHasExpiredSinceIsVerifiedAgain() {
    JwtDecoder tokens =
        new VerifiedTokens(token -> expiring(token, Instant.now().minusSeconds(3600)));

    tokens.decode("a");
    tokens.decode("a");

    assertThat(verified).hasValue(2);
  }

  @Test
  void tokenThatWasFoundBadIsNotRemembered() {
    JwtDecoder tokens =
        new VerifiedTokens(
            token -> {
              verified.incrementAndGet();
              throw new BadJwtException(token);
            });

    assertThatExceptionOfType(BadJwtException.class).isThrownBy(() -> tokens.decode("a"));
    assertThatExceptionOfType(BadJwtException.class).isThrownBy(() -> tokens.decode("a"));
    assertThat(verified).hasValue(2);
  }

  @Test
  void tokenThatIsFarTooLongIsNotEvenRead() {
    JwtDecoder tokens = new VerifiedTokens(token -> expiring(token, Instant.now().plusSeconds(60)));
    String longest = "a".repeat(AccessTokenRules.MAX_LENGTH);

    assertThat(tokens.decode(longest)).isNotNull();
    assertThatExceptionOfType(BadJwtException.class).isThrownBy(() -> tokens.decode(longest + "a"));
    assertThat(verified).hasValue(1);
  }

  private Jwt expiring(String token, Instant at) {
    verified.incrementAndGet();
    return Jwt.withTokenValue(token)
        .header("alg", "RS256")
        .issuedAt(at.minusSeconds(7200))
        .expiresAt(at)
        .build();
  }
}
