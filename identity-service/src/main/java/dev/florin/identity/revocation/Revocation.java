package dev.florin.identity.revocation;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that are refused.
 *
 * @param kind what the subject names
 * @param subject a token's {@code jti}, a session's {@code sid} or a merchant's id
 * @param issuedBefore of a merchant, only what was issued before is refused, as {@code iat} says;
 *     otherwise null
 * @param expiresAt when the last of the tokens is refused anyway
 */
public record Revocation(
    Kind kind, String subject, @Nullable Instant issuedBefore, Instant expiresAt) {

  /** What is revoked. */
  public enum Kind {
    /** One token. */
    TOKEN,
    /** What a user got by one log-in. */
    SESSION,
    /** What a merchant got by its own secret; its users stay logged in. */
    CLIENT,
    /** All tokens of a merchant, those of its users among them. */
    MERCHANT;

    /** Its name on the wire. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind of(String label) {
      return valueOf(label.toUpperCase(Locale.ROOT));
    }
  }
}
