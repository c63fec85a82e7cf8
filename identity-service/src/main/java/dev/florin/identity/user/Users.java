package dev.florin.identity.user;

import dev.florin.identity.token.SessionTokens;
import dev.florin.identity.token.SessionTokens.SessionToken;
import dev.florin.telemetry.TraceContexts;
import dev.florin.web.problem.ProblemException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The users of all merchants. A user id is unique within its merchant only. */
@Component
public class Users {

  private final JdbcClient jdbc;
  private final Passwords passwords;
  private final SessionTokens tokens;

  Users(JdbcClient jdbc, Passwords passwords, SessionTokens tokens) {
    this.jdbc = jdbc;
    this.passwords = passwords;
    this.tokens = tokens;
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
   * @throws ProblemException 409 if the merchant has a user of that id
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

  /**
   * Opens a session.
   *
   * @throws ProblemException 401, the same for an unknown merchant, user and password
   */
  public SessionToken logIn(String merchantId, String userId, String password) {
    String hash =
        jdbc.sql("SELECT password_hash FROM app_user WHERE merchant_id = ? AND user_id = ?")
            .params(merchantId, userId)
            .query(String.class)
            .optional()
            .orElse(null);
    if (!passwords.verify(password, hash)) {
      throw new ProblemException(
          IdentityError.INVALID_CREDENTIALS, "merchant_id, user_id and password do not match");
    }
    return tokens.mint(merchantId, userId);
  }

  private static User toUser(ResultSet row, int number) throws SQLException {
    return new User(
        row.getString("user_id"),
        row.getString("merchant_id"),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }
}
