package dev.florin.identity.client;

import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/** What an OAuth client stands for; it decides the scopes it may ask for and the claims it gets. */
public enum ClientKind {
  /** A tenant. Its client id is its merchant id. */
  MERCHANT,
  /** Somebody who runs the platform. It belongs to no merchant and sees all of them. */
  OPERATOR,
  /** A process of the platform. Its client id is its service name. */
  SERVICE;

  static final String SETTING = "florin.client-kind";

  /** What replaces the client's own secrets. */
  private static final String CREDENTIALS = "credentials:write";

  /** The kind that the client was registered as. */
  public static ClientKind of(RegisteredClient client) {
    String name = client.getClientSettings().getSetting(SETTING);
    if (name == null) {
      throw new IllegalStateException("client " + client.getClientId() + " has no kind");
    }
    return valueOf(name);
  }

  /**
   * What a token gets that is asked for without a scope: all but the right to replace secrets,
   * which no token should carry about that is not asked for to do so.
   */
  public static Set<String> defaultScopes(RegisteredClient client) {
    return client.getScopes().stream()
        .filter(scope -> !scope.equals(CREDENTIALS))
        .collect(Collectors.toUnmodifiableSet());
  }

  Set<String> scopes() {
    return switch (this) {
      case MERCHANT ->
          Set.of(
              "payments:read",
              "payments:write",
              "accounts:read",
              "accounts:write",
              "transfers:write",
              "webhooks:admin",
              "risk:admin",
              "channels:admin",
              CREDENTIALS);
      case OPERATOR -> Set.of("ops");
      case SERVICE -> Set.of("internal");
    };
  }
}
