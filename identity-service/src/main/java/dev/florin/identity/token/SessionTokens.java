package dev.florin.identity.token;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.stereotype.Component;

/** Mints the tokens of users who logged in. */
@Component
public class SessionTokens {

  /** A user pays and looks at what is its own; it never deposits. */
  private static final List<String> SCOPES =
      List.of("payments:read", "payments:write", "accounts:read");

  private final JwtEncoder encoder;
  private final TokenProperties properties;

  SessionTokens(JwtEncoder encoder, TokenProperties properties) {
    this.encoder = encoder;
    this.properties = properties;
  }

  /**
   * A signed token and its lifetime.
   *
   * @param value the JWT
   * @param lifetime how long it is good from the moment that the user's credentials were read
   */
  public record SessionToken(String value, Duration lifetime) {}

  /**
   * A new session's token. Its {@code sid} claim is what tells a user from a merchant.
   *
   * @param readAt just before it was read whether the user may log in
   * @param tokensFrom from when on tokens of the merchant are not revoked; null if none ever was
   */
  public SessionToken mint(
      String merchantId, String userId, Instant readAt, @Nullable Instant tokensFrom) {
    JwtClaimsSet claims =
        JwtClaimsSet.builder()
            .issuer(properties.issuer())
            .audience(List.of(TokenConfiguration.AUDIENCE))
            .subject(userId)
            .id(UUID.randomUUID().toString())
            .issuedAt(TokenConfiguration.issueTime(readAt, tokensFrom))
            .notBefore(readAt)
            .expiresAt(readAt.plus(properties.sessionLifetime()))
            .claim("scope", SCOPES)
            .claim(TokenConfiguration.MERCHANT_ID, merchantId)
            .claim("sid", UUID.randomUUID().toString())
            .build();
    JwsHeader header = JwsHeader.with(SignatureAlgorithm.RS256).build();
    String token = encoder.encode(JwtEncoderParameters.from(header, claims)).getTokenValue();
    return new SessionToken(token, properties.sessionLifetime());
  }
}
