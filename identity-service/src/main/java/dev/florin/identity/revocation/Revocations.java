package dev.florin.identity.revocation;

import dev.florin.identity.revocation.Revocation.Kind;
import dev.florin.telemetry.TraceContexts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What was revoked and has not expired. A revocation is never taken back. */
@Component
public class Revocations {

  /** Verifiers let a token pass for a minute longer than it says, since clocks differ. */
  private static final Duration GRACE = Duration.ofMinutes(2);

  /** No token lives longer. */
  private static final Duration LONGEST_LIFE = Duration.ofHours(24);

  /**
   * How far back a list reaches behind the moment that it continues: a row bears the time at which
   * its transaction began and is seen when that ends. Transactions here take milliseconds, and
   * their statements 2 s at most.
   */
  private static final Duration OVERLAP = Duration.ofSeconds(30);

  private final JdbcClient jdbc;

  Revocations(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What was revoked, as far as it matters.
   *
   * @param asOf where the next list continues
   * @param revocations in no order; some may have been in an earlier list
   */
  public record RevocationList(Instant asOf, List<Revocation> revocations) {}

  /** Revokes one token. */
  public void revokeToken(String tokenId, Instant expiresAt) {
    add(new Revocation(Kind.TOKEN, tokenId, null, expiresAt.plus(GRACE)));
  }

  /** Revokes what a user got by a log-in. */
  public void revokeSession(String sessionId, Instant expiresAt) {
    add(new Revocation(Kind.SESSION, sessionId, null, expiresAt.plus(GRACE)));
  }

  /** Revokes what a merchant got by its own secret before a moment, in whole seconds. */
  public void revokeClient(String merchantId, Instant issuedBefore) {
    add(
        new Revocation(
            Kind.CLIENT, merchantId, issuedBefore, issuedBefore.plus(LONGEST_LIFE).plus(GRACE)));
  }

  /** Revokes all tokens of a merchant and its users from before a moment, in whole seconds. */
  public void revokeMerchant(String merchantId, Instant issuedBefore) {
    add(
        new Revocation(
            Kind.MERCHANT, merchantId, issuedBefore, issuedBefore.plus(LONGEST_LIFE).plus(GRACE)));
  }

  /** What was revoked since that moment of an earlier list; all there is if there was none. */
  public RevocationList since(@Nullable Instant moment) {
    OffsetDateTime from =
        moment == null ? OffsetDateTime.MIN : moment.minus(OVERLAP).atOffset(ZoneOffset.UTC);
    Instant now = jdbc.sql("SELECT now()").query(OffsetDateTime.class).single().toInstant();
    return new RevocationList(
        now,
        jdbc.sql(
                """
                SELECT kind, subject, issued_before, expires_at FROM revocation
                WHERE revoked_at >= ? AND expires_at > now()
                """)
            .param(from)
            .query(Revocations::toRevocation)
            .list());
  }

  private void add(Revocation revocation) {
    forgetExpired();
    jdbc.sql(
            """
            INSERT INTO revocation (kind, subject, issued_before, expires_at, trace_id)
            VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (kind, subject) DO UPDATE
            SET issued_before = greatest(revocation.issued_before, excluded.issued_before),
                expires_at = greatest(revocation.expires_at, excluded.expires_at),
                revoked_at = excluded.revoked_at
            """)
        .param(revocation.kind().label())
        .param(revocation.subject())
        .param(toTime(revocation.issuedBefore()))
        .param(toTime(revocation.expiresAt()))
        .param(TraceContexts.traceId())
        .update();
  }

  /** Each revocation makes room for itself; what another one is just forgetting is left to it. */
  private void forgetExpired() {
    jdbc.sql(
            """
            DELETE FROM revocation WHERE (kind, subject) IN (
              SELECT kind, subject FROM revocation WHERE expires_at < now()
              LIMIT 1000 FOR UPDATE SKIP LOCKED)
            """)
        .update();
  }

  private static @Nullable OffsetDateTime toTime(@Nullable Instant moment) {
    return moment == null ? null : moment.atOffset(ZoneOffset.UTC);
  }

  private static Revocation toRevocation(ResultSet row, int number) throws SQLException {
    OffsetDateTime before = row.getObject("issued_before", OffsetDateTime.class);
    return new Revocation(
        Kind.of(row.getString("kind")),
        row.getString("subject"),
        before == null ? null : before.toInstant(),
        row.getObject("expires_at", OffsetDateTime.class).toInstant());
  }
}
