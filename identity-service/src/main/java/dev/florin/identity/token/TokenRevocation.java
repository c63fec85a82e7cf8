package dev.florin.identity.token;

import dev.florin.identity.client.ClientKind;
import dev.florin.identity.revocation.Revocations;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenRevocationAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Lets a client give up a token of its own, or a merchant that of one of its users, as <a
 * href="https://www.rfc-editor.org/rfc/rfc7009">RFC 7009</a> says: what is no valid token any more
 * is revoked enough, and somebody else's is refused.
 */
record TokenRevocation(JwtDecoder tokens, Revocations revocations)
    implements AuthenticationProvider {

  @Override
  public Authentication authenticate(Authentication request) {
    var asked = (OAuth2TokenRevocationAuthenticationToken) request;
    RegisteredClient client = clientOf(asked);
    Jwt token = decode(asked.getToken());
    if (token != null) {
      if (!isOf(client, token)) {
        throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
      }
      revocations.revokeToken(
          Objects.requireNonNull(token.getId()), Objects.requireNonNull(token.getExpiresAt()));
    }
    return asked;
  }

  @Override
  public boolean supports(Class<?> authentication) {
    return OAuth2TokenRevocationAuthenticationToken.class.isAssignableFrom(authentication);
  }

  private static RegisteredClient clientOf(OAuth2TokenRevocationAuthenticationToken asked) {
    if (asked.getPrincipal() instanceof OAuth2ClientAuthenticationToken client
        && client.isAuthenticated()
        && client.getRegisteredClient() != null) {
      return client.getRegisteredClient();
    }
    throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
  }

  private @Nullable Jwt decode(String token) {
    try {
      return tokens.decode(token);
    } catch (BadJwtException e) {
      return null;
    }
  }

  private static boolean isOf(RegisteredClient client, Jwt token) {
    String merchantId = token.getClaimAsString(TokenConfiguration.MERCHANT_ID);
    return switch (ClientKind.of(client)) {
      case MERCHANT -> client.getClientId().equals(merchantId);
      case OPERATOR, SERVICE ->
          merchantId == null && client.getClientId().equals(token.getSubject());
    };
  }
}
