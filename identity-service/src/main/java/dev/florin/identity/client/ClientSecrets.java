package dev.florin.identity.client;

import dev.florin.telemetry.TraceContexts;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The secrets of clients. Only their hashes are kept: a secret is told once, when it is made. */
@Component
public class ClientSecrets {

  /** By which people and scanners know what they have found. */
  public static final String PREFIX = "florin_secret_";

  private static final int RANDOM_BYTES = 32;

  private final JdbcClient jdbc;
  private final SecretEncoder encoder;
  private final SecureRandom random = new SecureRandom();

  ClientSecrets(JdbcClient jdbc, SecretEncoder encoder) {
    this.jdbc = jdbc;
    this.encoder = encoder;
  }

  /**
   * A secret by its name.
   *
   * @param id its name
   * @param createdAt when it was made
   * @param endsAt from when on it opens nothing; null while that is open
   */
  public record Secret(UUID id, Instant createdAt, @Nullable Instant endsAt) {}

  /**
   * A new secret, which is not to be had again.
   *
   * @param id its name
   * @param value {@link #PREFIX} and 256 random bits
   * @param createdAt when it was made
   */
  public record NewSecret(UUID id, String value, Instant createdAt) {

    /** Secrets do not belong into logs. */
    @Override
    public String toString() {
      return "NewSecret[id=" + id + "]";
    }
  }

  /** Those that open something now, the newest first. */
  public List<Secret> live(String clientId) {
    return jdbc.sql(
            """
            SELECT secret_id, created_at, ends_at FROM client_secret
            WHERE client_id = ? AND (ends_at IS NULL OR ends_at > now())
            ORDER BY created_at DESC, secret_id DESC
            """)
        .param(clientId)
        .query(ClientSecrets::toSecret)
        .list();
  }

  /** Makes another one. */
  public NewSecret issue(String clientId) {
    String value = newValue();
    Secret secret = insert(clientId, encoder.hash(value), false);
    return new NewSecret(secret.id(), value, secret.createdAt());
  }

  /**
   * Has those that are live end after a time, in whole seconds, if they do not end sooner anyway.
   *
   * @return those that have an end now
   */
  public List<Secret> endLive(String clientId, Duration after) {
    return jdbc.sql(
            """
            UPDATE client_secret
            SET ends_at = least(coalesce(ends_at, 'infinity'), now() + make_interval(secs => ?))
            WHERE client_id = ? AND (ends_at IS NULL OR ends_at > now())
            RETURNING secret_id, created_at, ends_at
            """)
        .param(after.toSeconds())
        .param(clientId)
        .query(ClientSecrets::toSecret)
        .list();
  }

  /** The secret of that name, live or ended. */
  public Optional<Secret> find(String clientId, UUID id) {
    return jdbc.sql(
            """
            SELECT secret_id, created_at, ends_at FROM client_secret
            WHERE client_id = ? AND secret_id = ?
            """)
        .params(clientId, id)
        .query(ClientSecrets::toSecret)
        .optional();
  }

  /**
   * Ends one at once.
   *
   * @return whether it was live
   */
  public boolean end(String clientId, UUID id) {
    return jdbc.sql(
                """
                UPDATE client_secret SET ends_at = now()
                WHERE client_id = ? AND secret_id = ? AND (ends_at IS NULL OR ends_at > now())
                """)
            .params(clientId, id)
            .update()
        == 1;
  }

  /** Whether the client has, or had, that secret: what was revoked is not configured anew. */
  boolean knows(String clientId, String secret) {
    return encoder.matches(
        secret,
        SecretEncoder.join(
            jdbc.sql("SELECT secret_hash FROM client_secret WHERE client_id = ?")
                .param(clientId)
                .query((row, _) -> row.getString("secret_hash"))
                .list()));
  }

  /** Puts the secret of the settings in the place of the one that was there. */
  void configure(String clientId, String hash) {
    jdbc.sql("DELETE FROM client_secret WHERE client_id = ? AND configured AND ends_at IS NULL")
        .param(clientId)
        .update();
    insert(clientId, hash, true);
  }

  String hash(String secret) {
    return encoder.hash(secret);
  }

  private Secret insert(String clientId, String hash, boolean configured) {
    return jdbc.sql(
            """
            INSERT INTO client_secret (client_id, secret_hash, configured, trace_id)
            VALUES (?, ?, ?, ?)
            RETURNING secret_id, created_at, ends_at
            """)
        .params(clientId, hash, configured)
        .param(TraceContexts.traceId())
        .query(ClientSecrets::toSecret)
        .single();
  }

  private String newValue() {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static Secret toSecret(ResultSet row, int number) throws SQLException {
    OffsetDateTime end = row.getObject("ends_at", OffsetDateTime.class);
    return new Secret(
        row.getObject("secret_id", UUID.class),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        end == null ? null : end.toInstant());
  }
}
