package dev.florin.gateway.security;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;

/** The tokens that are refused although they are good, as far as this gateway has been told. */
final class Revocations {

  private final Clock clock;
  private final Map<Key, Revocation> known = new ConcurrentHashMap<>();

  Revocations(Clock clock) {
    this.clock = clock;
  }

  /**
   * Tokens that are refused, as identity-service tells it.
   *
   * @param kind {@code token}, {@code session}, {@code client} or {@code merchant}
   * @param subject the {@code jti}, the {@code sid} or the merchant's id
   * @param issuedBefore only what was issued before; null for all of it
   * @param expiresAt when the last of the tokens has expired
   */
  record Revocation(
      String kind, String subject, @Nullable Instant issuedBefore, Instant expiresAt) {

    private boolean concerns(Jwt token) {
      Instant issuedAt = token.getIssuedAt();
      return issuedBefore == null || issuedAt == null || issuedAt.isBefore(issuedBefore);
    }
  }

  private record Key(String kind, String subject) {}

  /** Adds what is new; a revocation that is told again replaces what it said. */
  void add(List<Revocation> revocations) {
    Instant now = clock.instant();
    known.values().removeIf(revocation -> revocation.expiresAt().isBefore(now));
    revocations.forEach(
        revocation -> known.put(new Key(revocation.kind(), revocation.subject()), revocation));
  }

  boolean contains(Jwt token) {
    String session = token.getClaimAsString("sid");
    return isRevoked("token", token.getId(), token)
        || isRevoked("session", session, token)
        || isRevoked("merchant", token.getClaimAsString("merchant_id"), token)
        || (session == null && isRevoked("client", token.getSubject(), token));
  }

  private boolean isRevoked(String kind, @Nullable String subject, Jwt token) {
    if (subject == null) {
      return false;
    }
    Revocation revocation = known.get(new Key(kind, subject));
    return revocation != null && revocation.concerns(token);
  }
}
