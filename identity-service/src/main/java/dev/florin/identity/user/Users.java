package dev.florin.identity.user;

import dev.florin.identity.problem.IdentityError;
import dev.florin.identity.revocation.Revocations;
import dev.florin.identity.token.SessionTokens;
import dev.florin.identity.token.SessionTokens.SessionToken;
import dev.florin.telemetry.TraceContexts;
import dev.florin.web.problem.ProblemException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The users of all merchants. A user id is unique within its merchant only. */
@Component
public class Users {

  private final JdbcClient jdbc;
  private final Passwords passwords;
  private final SessionTokens tokens;
  private final Revocations revocations;
  private final Clock clock;

  Users(
      JdbcClient jdbc,
      Passwords passwords,
      SessionTokens tokens,
      Revocations revocations,
      Clock clock) {
    this.jdbc = jdbc;
    this.passwords = passwords;
    this.tokens = tokens;
    this.revocations = revocations;
    this.clock = clock;
  }

  /**
   * A registered user.
   *
   * @param userId its name within the merchant
   * @param merchantId the merchant it belongs to
   * @param createdAt when it registered
   */
  public record User(String userId, String merchantId, Instant createdAt) {}

  /**
   * Registers a user.
   *
   * @throws ProblemException 409 if the merchant has a user of that id, 429 if too many passwords
   *     wait to be hashed
   */
  public User register(String merchantId, String userId, String password) {
    return jdbc.sql(
            """
            INSERT INTO app_user (merchant_id, user_id, password_hash, trace_id)
            VALUES (?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            RETURNING user_id, merchant_id, created_at
            """)
        .params(merchantId, userId, passwords.hash(password))
        .param(TraceContexts.traceId())
        .query(Users::toUser)
        .optional()
        .orElseThrow(
            () ->
                new ProblemException(IdentityError.USER_EXISTS, "this user id is taken")
                    .param("user_id"));
  }

  private record Credentials(@Nullable String hash, @Nullable Instant tokensFrom) {

    static final Credentials NONE = new Credentials(null, null);
  }

  /**
   * Opens a session.
   *
   * @throws ProblemException 401, the same for an unknown merchant, one that is blocked, an unknown
   *     user and a wrong password; 429 if too many passwords wait to be hashed
   */
  public SessionToken logIn(String merchantId, String userId, String password) {
    Instant readAt = clock.instant();
    Credentials known =
        jdbc.sql(
                """
                SELECT password_hash, tokens_from FROM app_user JOIN merchant USING (merchant_id)
                WHERE merchant_id = ? AND user_id = ? AND blocked_at IS NULL
                """)
            .params(merchantId, userId)
            .query((row, _) -> toCredentials(row))
            .optional()
            .orElse(Credentials.NONE);
    if (!passwords.verify(password, known.hash())) {
      throw new ProblemException(
          IdentityError.INVALID_CREDENTIALS, "merchant_id, user_id and password do not match");
    }
    return tokens.mint(merchantId, userId, readAt, known.tokensFrom());
  }

  /** Ends a session: what its user got by that log-in is refused from now on. */
  public void logOut(String sessionId, Instant expiresAt) {
    revocations.revokeSession(sessionId, expiresAt);
  }

  private static Credentials toCredentials(ResultSet row) throws SQLException {
    OffsetDateTime from = row.getObject("tokens_from", OffsetDateTime.class);
    return new Credentials(row.getString("password_hash"), from == null ? null : from.toInstant());
  }

  private static User toUser(ResultSet row, int number) throws SQLException {
    return new User(
        row.getString("user_id"),
        row.getString("merchant_id"),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }
}
