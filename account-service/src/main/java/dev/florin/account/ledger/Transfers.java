package dev.florin.account.ledger;

import dev.florin.money.Money;
import dev.florin.telemetry.TraceContexts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.stereotype.Component;

/** The transfers and their postings. */
@Component
class Transfers {

  private static final String POST =
      """
      WITH created AS (
        INSERT INTO transfer
          (id, kind, legs, merchant_id, reverses, reason, fingerprint, trace_id)
        VALUES (?, ?, 2, ?, ?, ?, decode(?, 'hex'), ?)
        ON CONFLICT DO NOTHING
        RETURNING id, created_at
      ), entry (leg, direction, account_id, version, balance_after) AS (
        VALUES (1::smallint, 'debit', ?::uuid, ?::bigint, ?::bigint),
               (2::smallint, 'credit', ?::uuid, ?::bigint, ?::bigint)
      ), moved AS (
        UPDATE account SET posted = entry.balance_after, version = entry.version
        FROM entry, created
        WHERE account.id = entry.account_id AND account.version = entry.version - 1
        RETURNING account.id
      ), written AS (
        INSERT INTO posting
          (transfer_id, leg, account_id, direction, amount, currency, account_version,
           balance_after)
        SELECT created.id, leg, account_id, direction, ?, ?, version, balance_after
        FROM created, entry JOIN moved ON moved.id = entry.account_id
      )
      SELECT created_at, (SELECT count(*) FROM moved) AS moved FROM created
      """;

  private static final String DECLINE =
      """
      INSERT INTO transfer
        (id, kind, decline_code, legs, merchant_id, reverses, reason, fingerprint, trace_id)
      VALUES (?, ?, ?, 0, ?, ?, ?, decode(?, 'hex'), ?)
      ON CONFLICT DO NOTHING
      """;

  private static final String FENCE =
      """
      INSERT INTO transfer (id, kind, decline_code, legs, trace_id) VALUES (?, ?, 'fenced', 0, ?)
      ON CONFLICT DO NOTHING
      """;

  private static final String FIND =
      """
      SELECT id, kind, decline_code, merchant_id, encode(fingerprint, 'hex') AS fingerprint,
             trace_id, created_at
      FROM transfer WHERE id = ?
      """;

  private static final String ENTRIES =
      """
      SELECT account_id, direction, amount, currency, account_version, balance_after
      FROM posting WHERE transfer_id = ? ORDER BY leg
      """;

  private final JdbcTemplate jdbc;

  Transfers(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** A transfer's row. */
  record Row(
      TransferKind kind,
      @Nullable DeclineCode declineCode,
      @Nullable String merchantId,
      @Nullable String fingerprint,
      @Nullable String traceId,
      Instant createdAt) {}

  /**
   * Writes the transfer, both postings and both balances in one statement.
   *
   * @return when, by the database's clock; null if the id, or what it reverses, is taken
   */
  @Nullable Instant post(Transfer transfer, Entry debit, Entry credit) {
    List<Instant> created =
        jdbc.query(
            POST,
            (row, _) -> {
              if (row.getInt("moved") != 2) {
                throw new ConcurrentModificationException(transfer.id());
              }
              return instant(row, "created_at");
            },
            transfer.id(),
            transfer.kind().code(),
            text(transfer.merchantId()),
            text(transfer.reverses()),
            text(transfer.reason()),
            transfer.content().hex(),
            text(TraceContexts.traceId()),
            debit.accountId(),
            debit.version(),
            debit.balanceAfter(),
            credit.accountId(),
            credit.version(),
            credit.balanceAfter(),
            debit.amount().minorUnits(),
            debit.amount().currencyCode());
    return created.isEmpty() ? null : created.getFirst();
  }

  /** Uses an id up without moving money; false if it, or what it reverses, is taken. */
  boolean decline(Transfer transfer, DeclineCode code) {
    return jdbc.update(
            DECLINE,
            transfer.id(),
            transfer.kind().code(),
            code.code(),
            text(transfer.merchantId()),
            text(transfer.reverses()),
            text(transfer.reason()),
            transfer.content().hex(),
            text(TraceContexts.traceId()))
        == 1;
  }

  /** Keeps an id from ever being posted; false if it is taken. */
  boolean fence(String id, TransferKind kind) {
    return jdbc.update(FENCE, id, kind.code(), text(TraceContexts.traceId())) == 1;
  }

  @Nullable Row find(String id) {
    List<Row> rows = jdbc.query(FIND, Transfers::row, id);
    return rows.isEmpty() ? null : rows.getFirst();
  }

  /** The transfer's entries: the debit, then the credit. */
  List<Entry> entries(String id) {
    return jdbc.query(ENTRIES, Transfers::entry, id);
  }

  /** A null that keeps its type: an untyped one makes the driver parse the statement anew. */
  private static SqlParameterValue text(@Nullable String value) {
    return new SqlParameterValue(Types.VARCHAR, value);
  }

  private static Row row(ResultSet row, int number) throws SQLException {
    String declined = row.getString("decline_code");
    return new Row(
        TransferKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        declined == null ? null : DeclineCode.of(declined),
        row.getString("merchant_id"),
        row.getString("fingerprint"),
        row.getString("trace_id"),
        instant(row, "created_at"));
  }

  private static Entry entry(ResultSet row, int number) throws SQLException {
    return new Entry(
        Objects.requireNonNull(row.getObject("account_id", UUID.class)),
        Direction.valueOf(row.getString("direction").toUpperCase(Locale.ROOT)),
        Money.ofMinor(row.getLong("amount"), row.getString("currency")),
        row.getLong("account_version"),
        row.getLong("balance_after"));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return Objects.requireNonNull(row.getObject(column, OffsetDateTime.class)).toInstant();
  }
}
