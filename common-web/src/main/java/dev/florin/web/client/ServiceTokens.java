package dev.florin.web.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.OAuth2AccessToken;

/**
 * This service's own access token, kept until four fifths of its lifetime have passed. One caller
 * fetches the next one; the others go on with the one that is still valid. Its age is measured, not
 * told from the time of day: a clock that is set back would keep a token that nobody accepts.
 */
final class ServiceTokens {

  /** If a token is refused before it has this age, another one would be refused too. */
  private static final Duration FRESH = Duration.ofSeconds(10);

  private record Held(String value, long fetchedNanos, Duration lifetime) {}

  private final OAuth2AccessTokenResponseClient<OAuth2ClientCredentialsGrantRequest> endpoint;
  private final ClientRegistration registration;
  private final LongSupplier nanoTime;
  private final ReentrantLock renewal = new ReentrantLock();
  private volatile @Nullable Held held;

  ServiceTokens(
      OAuth2AccessTokenResponseClient<OAuth2ClientCredentialsGrantRequest> endpoint,
      ClientRegistration registration,
      LongSupplier nanoTime) {
    this.endpoint = endpoint;
    this.registration = registration;
    this.nanoTime = nanoTime;
  }

  /**
   * A valid token.
   *
   * @throws org.springframework.security.oauth2.core.OAuth2AuthorizationException if none is to be
   *     had
   */
  String current() {
    Held token = held;
    if (token != null && age(token).compareTo(renewalAge(token)) < 0) {
      return token.value();
    }
    if (token != null && age(token).compareTo(token.lifetime()) < 0) {
      return renewal.tryLock() ? renewLocked() : token.value();
    }
    renewal.lock();
    return renewLocked();
  }

  /**
   * Gives up a token that was refused.
   *
   * @return whether there is another one, or is one to be had
   */
  boolean giveUp(String refused) {
    renewal.lock();
    try {
      Held token = held;
      if (token == null || !token.value().equals(refused)) {
        return true;
      }
      if (age(token).compareTo(FRESH) < 0) {
        return false;
      }
      held = null;
      return true;
    } finally {
      renewal.unlock();
    }
  }

  private String renewLocked() {
    try {
      Held token = held;
      if (token == null || age(token).compareTo(renewalAge(token)) >= 0) {
        token = fetch();
        held = token;
      }
      return token.value();
    } finally {
      renewal.unlock();
    }
  }

  private Duration age(Held token) {
    return Duration.ofNanos(nanoTime.getAsLong() - token.fetchedNanos());
  }

  private static Duration renewalAge(Held token) {
    return token.lifetime().multipliedBy(4).dividedBy(5);
  }

  private Held fetch() {
    long now = nanoTime.getAsLong();
    OAuth2AccessToken token =
        endpoint
            .getTokenResponse(new OAuth2ClientCredentialsGrantRequest(registration))
            .getAccessToken();
    Instant issuedAt = Objects.requireNonNull(token.getIssuedAt(), "a token without a beginning");
    Instant expiresAt = Objects.requireNonNull(token.getExpiresAt(), "a token without an expiry");
    return new Held(token.getTokenValue(), now, Duration.between(issuedAt, expiresAt));
  }
}
