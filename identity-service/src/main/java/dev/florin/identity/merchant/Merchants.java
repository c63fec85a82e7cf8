package dev.florin.identity.merchant;

import dev.florin.identity.client.ClientSecrets;
import dev.florin.identity.client.ClientSecrets.NewSecret;
import dev.florin.identity.client.ClientSecrets.Secret;
import dev.florin.identity.client.Clients;
import dev.florin.identity.merchant.CredentialAudit.Act;
import dev.florin.identity.problem.IdentityError;
import dev.florin.identity.revocation.Revocations;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The merchants and what opens the platform to them. Whoever acts is named by its client id, which
 * the audit keeps.
 */
@Component
public class Merchants {

  /** One that goes and one that comes. */
  private static final int MAX_LIVE_SECRETS = 2;

  private final JdbcClient jdbc;
  private final Clients clients;
  private final ClientSecrets secrets;
  private final Revocations revocations;
  private final CredentialAudit audit;

  Merchants(
      JdbcClient jdbc,
      Clients clients,
      ClientSecrets secrets,
      Revocations revocations,
      CredentialAudit audit) {
    this.jdbc = jdbc;
    this.clients = clients;
    this.secrets = secrets;
    this.revocations = revocations;
    this.audit = audit;
  }

  /**
   * A merchant.
   *
   * @param merchantId its id, which is also its client id
   * @param name what people call it; null if nobody has said
   * @param blockedAt since when it gets no token; null if it does
   * @param createdAt when it was registered
   * @param secrets those that are live
   */
  public record Merchant(
      String merchantId,
      @Nullable String name,
      @Nullable Instant blockedAt,
      Instant createdAt,
      List<Secret> secrets) {

    private Merchant with(List<Secret> live) {
      return new Merchant(merchantId, name, blockedAt, createdAt, live);
    }
  }

  /**
   * Registers a merchant and the client by which it asks for tokens.
   *
   * @return its first secret
   * @throws ProblemException 409 if the id is taken
   */
  @Transactional
  public NewSecret register(String actor, String merchantId, @Nullable String name) {
    NewSecret secret =
        clients
            .registerMerchant(merchantId)
            .orElseThrow(
                () ->
                    new ProblemException(IdentityError.MERCHANT_EXISTS, "this merchant id is taken")
                        .param("merchant_id"));
    jdbc.sql("UPDATE merchant SET name = ? WHERE merchant_id = ?")
        .param(name)
        .param(merchantId)
        .update();
    audit.record(actor, Act.MERCHANT_REGISTERED, merchantId, null);
    audit.record(actor, Act.SECRET_ISSUED, merchantId, secret.id());
    return secret;
  }

  /**
   * The merchant.
   *
   * @throws ProblemException 404 if there is none
   */
  public Merchant get(String merchantId) {
    return find(
        """
        SELECT merchant_id, name, blocked_at, created_at FROM merchant WHERE merchant_id = ?
        """,
        merchantId);
  }

  /**
   * Makes another secret. Those that were live go on for the overlap; without one they end at once,
   * and so does every token that was got by them.
   *
   * @param overlap what is less than a second is none
   * @throws ProblemException 404 if there is no such merchant, 409 if two secrets would go on
   */
  @Transactional
  public NewSecret replaceSecret(String actor, String merchantId, Duration overlap) {
    Merchant before = lock(merchantId);
    boolean overlapping = overlap.toSeconds() > 0;
    if (overlapping && before.secrets().size() >= MAX_LIVE_SECRETS) {
      throw new ProblemException(
          IdentityError.TOO_MANY_SECRETS,
          "two secrets are live; revoke one, or replace both with an overlap of PT0S");
    }
    List<Secret> ended = secrets.endLive(merchantId, overlap);
    if (!overlapping) {
      ended.forEach(one -> audit.record(actor, Act.SECRET_REVOKED, merchantId, one.id()));
      revokeOwnTokens(merchantId);
    }
    NewSecret secret = secrets.issue(merchantId);
    audit.record(actor, Act.SECRET_ISSUED, merchantId, secret.id());
    return secret;
  }

  /**
   * Ends a secret at once, and every token that the merchant got by its secrets. Doing so again
   * changes nothing.
   *
   * @throws ProblemException 404 if the merchant has no such secret
   */
  @Transactional
  public void revokeSecret(String actor, String merchantId, UUID secretId) {
    Merchant merchant = lock(merchantId);
    if (secrets.end(merchant.merchantId(), secretId)) {
      audit.record(actor, Act.SECRET_REVOKED, merchantId, secretId);
      revokeOwnTokens(merchantId);
    } else if (secrets.find(merchantId, secretId).isEmpty()) {
      throw new ProblemException(CommonError.NOT_FOUND, "there is no such secret");
    }
  }

  /**
   * Has a merchant and its users get no more tokens, and those that they have be refused. Doing so
   * again changes nothing.
   *
   * @throws ProblemException 404 if there is no such merchant
   */
  @Transactional
  public Merchant block(String actor, String merchantId) {
    if (lock(merchantId).blockedAt() == null) {
      jdbc.sql("UPDATE merchant SET blocked_at = now() WHERE merchant_id = ?")
          .param(merchantId)
          .update();
      revocations.revokeMerchant(merchantId, nextTokensFrom(merchantId));
      audit.record(actor, Act.MERCHANT_BLOCKED, merchantId, null);
    }
    return get(merchantId);
  }

  /**
   * Lets a merchant and its users get tokens again; those from before stay revoked.
   *
   * @throws ProblemException 404 if there is no such merchant
   */
  @Transactional
  public Merchant unblock(String actor, String merchantId) {
    if (lock(merchantId).blockedAt() != null) {
      jdbc.sql("UPDATE merchant SET blocked_at = NULL WHERE merchant_id = ?")
          .param(merchantId)
          .update();
      audit.record(actor, Act.MERCHANT_UNBLOCKED, merchantId, null);
    }
    return get(merchantId);
  }

  private void revokeOwnTokens(String merchantId) {
    revocations.revokeClient(merchantId, nextTokensFrom(merchantId));
  }

  /**
   * A little ahead, since the clock that dates tokens is another one than the database's, and in
   * whole seconds, as their {@code iat} is.
   */
  private Instant nextTokensFrom(String merchantId) {
    return jdbc.sql(
            """
            UPDATE merchant SET tokens_from = date_trunc('second', now()) + interval '5 seconds'
            WHERE merchant_id = ?
            RETURNING tokens_from
            """)
        .param(merchantId)
        .query(OffsetDateTime.class)
        .single()
        .toInstant();
  }

  /** One act on a merchant after the other: how many secrets are live must not change meanwhile. */
  private Merchant lock(String merchantId) {
    return find(
        """
        SELECT merchant_id, name, blocked_at, created_at FROM merchant WHERE merchant_id = ?
        FOR UPDATE
        """,
        merchantId);
  }

  private Merchant find(String sql, String merchantId) {
    Merchant merchant =
        jdbc.sql(sql)
            .param(merchantId)
            .query((row, _) -> toMerchant(row))
            .optional()
            .orElseThrow(
                () -> new ProblemException(CommonError.NOT_FOUND, "there is no such merchant"));
    return merchant.with(secrets.live(merchantId));
  }

  private static Merchant toMerchant(ResultSet row) throws SQLException {
    OffsetDateTime blockedAt = row.getObject("blocked_at", OffsetDateTime.class);
    return new Merchant(
        row.getString("merchant_id"),
        row.getString("name"),
        blockedAt == null ? null : blockedAt.toInstant(),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        List.of());
  }
}
