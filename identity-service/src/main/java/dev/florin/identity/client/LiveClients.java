package dev.florin.identity.client;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository.JsonMapperRegisteredClientRowMapper;
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

  private static final String READ_AT = "florin.read-at";
  private static final String TOKENS_FROM = "florin.tokens-from";

  private final RegisteredClientRepository stored;
  private final JdbcClient jdbc;
  private final Clock clock;

  LiveClients(JdbcOperations operations, JdbcClient jdbc, Clock clock) {
    this.stored = new JdbcRegisteredClientRepository(operations);
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * Just before the secrets of the client were read: its tokens are dated by that, so that what is
   * revoked from then on concerns them however late they are signed.
   */
  public static Instant readAt(RegisteredClient client) {
    Instant readAt = client.getClientSettings().getSetting(READ_AT);
    return Objects.requireNonNull(readAt);
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

  /** Those of all merchants, in the same way. */
  List<RegisteredClient> storedMerchants() {
    return jdbc.sql(
            """
            SELECT oauth2_registered_client.*
            FROM oauth2_registered_client JOIN merchant ON merchant_id = client_id
            """)
        .query(new JsonMapperRegisteredClientRowMapper())
        .list();
  }

  private @Nullable RegisteredClient standingOf(@Nullable RegisteredClient client) {
    if (client == null) {
      return null;
    }
    Instant readAt = clock.instant();
    Standing standing = standing(client.getClientId());
    ClientSettings.Builder settings =
        ClientSettings.withSettings(client.getClientSettings().getSettings())
            .setting(READ_AT, readAt);
    Instant from = standing.tokensFrom();
    if (from != null) {
      settings.setting(TOKENS_FROM, from);
    }
    return RegisteredClient.from(client)
        .clientSecret(SecretEncoder.join(standing.hashes()))
        .clientSettings(settings.build())
        .build();
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
