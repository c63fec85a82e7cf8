package dev.florin.identity.client;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.stereotype.Component;

/**
 * The clients as the authorization server is to see them: with the secrets that are live now. A
 * merchant that is blocked has none, and so gets no token.
 */
@Component
public class LiveClients implements RegisteredClientRepository {

  private static final String TOKENS_FROM = "florin.tokens-from";

  private final RegisteredClientRepository stored;
  private final JdbcClient jdbc;

  LiveClients(JdbcOperations operations, JdbcClient jdbc) {
    this.stored = new JdbcRegisteredClientRepository(operations);
    this.jdbc = jdbc;
  }

  /**
   * From when on tokens of the client are to be issued, as their {@code iat} says: what was issued
   * before is revoked. Read together with the secrets, so that a token which is signed just after a
   * revocation is among the revoked if its client was authenticated before.
   *
   * @return null if nothing was revoked
   */
  public static @Nullable Instant tokensFrom(RegisteredClient client) {
    return client.getClientSettings().getSetting(TOKENS_FROM);
  }

  private record Standing(List<String> hashes, @Nullable Instant tokensFrom) {}

  @Override
  public void save(RegisteredClient client) {
    stored.save(client);
  }

  @Override
  public @Nullable RegisteredClient findById(String id) {
    return standingOf(stored.findById(id));
  }

  @Override
  public @Nullable RegisteredClient findByClientId(String clientId) {
    return standingOf(stored.findByClientId(clientId));
  }

  /** The client without what changes from one moment to the next. */
  @Nullable RegisteredClient stored(String clientId) {
    return stored.findByClientId(clientId);
  }

  private @Nullable RegisteredClient standingOf(@Nullable RegisteredClient client) {
    if (client == null) {
      return null;
    }
    Standing standing = standing(client.getClientId());
    RegisteredClient.Builder live =
        RegisteredClient.from(client).clientSecret(SecretEncoder.join(standing.hashes()));
    Instant from = standing.tokensFrom();
    if (from != null) {
      live.clientSettings(
          ClientSettings.withSettings(client.getClientSettings().getSettings())
              .setting(TOKENS_FROM, from)
              .build());
    }
    return live.build();
  }

  private Standing standing(String clientId) {
    return jdbc.sql(
            """
            SELECT array(
                SELECT secret_hash FROM client_secret
                WHERE client_id = :client AND (ends_at IS NULL OR ends_at > now())
                  AND NOT EXISTS (
                    SELECT FROM merchant WHERE merchant_id = :client AND blocked_at IS NOT NULL)
                ORDER BY created_at DESC) AS hashes,
              (SELECT tokens_from FROM merchant WHERE merchant_id = :client) AS tokens_from
            """)
        .param("client", clientId)
        .query((row, _) -> toStanding(row))
        .single();
  }

  private static Standing toStanding(ResultSet row) throws SQLException {
    OffsetDateTime from = row.getObject("tokens_from", OffsetDateTime.class);
    return new Standing(
        List.of((String[]) row.getArray("hashes").getArray()),
        from == null ? null : from.toInstant());
  }
}
