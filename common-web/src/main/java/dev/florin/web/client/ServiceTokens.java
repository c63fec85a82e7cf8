package dev.florin.web.client;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.OAuth2AccessToken;

/**
 * This service's own access token, kept until four fifths of its lifetime have passed. One caller
 * fetches the next one; the others go on with the one that is still valid.
 */
final class ServiceTokens {

  private record Held(String value, Instant renewAt, Instant expiresAt) {}

  private final OAuth2AccessTokenResponseClient<OAuth2ClientCredentialsGrantRequest> endpoint;
  private final ClientRegistration registration;
  private final InstantSource clock;
  private final ReentrantLock renewal = new ReentrantLock();
  private volatile @Nullable Held held;

  ServiceTokens(
      OAuth2AccessTokenResponseClient<OAuth2ClientCredentialsGrantRequest> endpoint,
      ClientRegistration registration,
      InstantSource clock) {
    this.endpoint = endpoint;
    this.registration = registration;
    this.clock = clock;
  }

  /**
   * A valid token.
   *
   * @throws org.springframework.security.oauth2.core.OAuth2AuthorizationException if none is to be
   *     had
   */
  String current() {
    Held token = held;
    Instant now = clock.instant();
    if (token != null && now.isBefore(token.renewAt())) {
      return token.value();
    }
    if (token != null && now.isBefore(token.expiresAt())) {
      return renewal.tryLock() ? renewLocked() : token.value();
    }
    renewal.lock();
    return renewLocked();
  }

  private String renewLocked() {
    try {
      Held token = held;
      Instant now = clock.instant();
      if (token == null || !now.isBefore(token.renewAt())) {
        token = fetch(now);
        held = token;
      }
      return token.value();
    } finally {
      renewal.unlock();
    }
  }

  private Held fetch(Instant now) {
    OAuth2AccessToken token =
        endpoint
            .getTokenResponse(new OAuth2ClientCredentialsGrantRequest(registration))
            .getAccessToken();
    Instant expiresAt = Objects.requireNonNull(token.getExpiresAt(), "a token without an expiry");
    Duration lifetime = Duration.between(now, expiresAt);
    return new Held(
        token.getTokenValue(), now.plus(lifetime.multipliedBy(4).dividedBy(5)), expiresAt);
  }
}
