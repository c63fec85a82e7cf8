package dev.florin.identity.token;

import dev.florin.identity.client.ClientKind;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2ClientCredentialsAuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Reads a client_credentials request. One that names no scope gets the client's default ones (RFC
 * 6749, 3.3), and the answer says which those are.
 */
final class ClientCredentialsRequests implements AuthenticationConverter {

  private final AuthenticationConverter standard =
      new OAuth2ClientCredentialsAuthenticationConverter();

  @Override
  public @Nullable Authentication convert(HttpServletRequest request) {
    Authentication read = standard.convert(request);
    if (read instanceof OAuth2ClientCredentialsAuthenticationToken asked
        && asked.getScopes().isEmpty()
        && asked.getPrincipal() instanceof OAuth2ClientAuthenticationToken client) {
      RegisteredClient registered = client.getRegisteredClient();
      if (registered != null) {
        return new OAuth2ClientCredentialsAuthenticationToken(
            client, ClientKind.defaultScopes(registered), asked.getAdditionalParameters());
      }
    }
    return read;
  }
}
