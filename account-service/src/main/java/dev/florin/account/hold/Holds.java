package dev.florin.account.hold;

import dev.florin.account.hold.HoldRecord.Amounts;
import dev.florin.money.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads holds; they are changed by the ledger alone. */
@Repository
public class Holds {

  private static final String FIND =
      """
      SELECT id, currency, amount, posted, remaining, status, decline_code, expires_at, trace_id
      FROM hold WHERE id = :id
      """;

  /** By the index {@code hold_due}; the place of the last one read lets no hold be read twice. */
  private static final String DUE =
      """
      SELECT id, expires_at FROM hold
      WHERE status = 'placed' AND expires_at <= now()
        AND (expires_at, id) > (CAST(:expiresAt AS timestamptz), :id)
      ORDER BY expires_at, id LIMIT :limit
      """;

  private final JdbcClient jdbc;

  Holds(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The hold of that id, placed or not. */
  public Optional<HoldRecord> find(String id) {
    return jdbc.sql(FIND).param("id", id).query((row, _) -> read(row)).optional();
  }

  /** A hold whose time has passed. */
  record Due(String id, Instant expiresAt) {

    /** Before any other. */
    static final Due FIRST = new Due("", Instant.EPOCH);
  }

  /** The next holds whose time has passed, by the database's clock. */
  List<Due> dueAfter(Due last, int limit) {
    return jdbc.sql(DUE)
        .param("expiresAt", last.expiresAt().toString())
        .param("id", last.id())
        .param("limit", limit)
        .query(
            (row, _) ->
                new Due(
                    row.getString("id"),
                    row.getObject("expires_at", OffsetDateTime.class).toInstant()))
        .list();
  }

  private static HoldRecord read(ResultSet row) throws SQLException {
    OffsetDateTime expiresAt = row.getObject("expires_at", OffsetDateTime.class);
    return new HoldRecord(
        row.getString("id"),
        row.getString("status"),
        row.getString("decline_code"),
        amounts(row),
        expiresAt == null ? null : expiresAt.toInstant(),
        row.getString("trace_id"));
  }

  private static @Nullable Amounts amounts(ResultSet row) throws SQLException {
    String currency = row.getString("currency");
    if (currency == null || row.getString("decline_code") != null) {
      return null;
    }
    return new Amounts(
        Money.ofMinor(row.getLong("amount"), currency),
        Money.ofMinor(row.getLong("posted"), currency),
        Money.ofMinor(row.getLong("remaining"), currency));
  }
}
