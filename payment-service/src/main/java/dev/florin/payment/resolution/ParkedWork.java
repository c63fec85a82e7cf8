package dev.florin.payment.resolution;

import dev.florin.money.Money;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.resolution.Parked.WaitsFor;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What no machine has brought to its end. */
@Repository
public class ParkedWork {

  private static final String READ =
      """
      SELECT * FROM (
        SELECT uuid, 'payment' AS kind, uuid AS payment_uuid, merchant_id, payment_id, amount,
               currency, abandoned_for IS NOT NULL AND abandoned_for <> 'action_expired'
                 AS abandoned,
               false AS done_by_channel, 1 AS parts, 1 AS number, tries, parked_at, created_at, trace_id
        FROM payment WHERE parked_at IS NOT NULL
        UNION ALL
        SELECT o.uuid, o.kind, o.payment_uuid, p.merchant_id, p.payment_id, o.amount, p.currency,
               false, NOT jsonb_path_exists(o.parts, '$[*] ? (!exists(@.progress))'),
               jsonb_array_length(o.parts),
               COALESCE((o.parts -> 0 ->> 'number')::integer, 1), o.tries, o.parked_at,
               o.created_at, o.trace_id
        FROM payment_operation o JOIN payment p ON p.uuid = o.payment_uuid
        WHERE o.parked_at IS NOT NULL) AS parked
      WHERE true
      """;

  private static final String COUNT =
      """
      SELECT count(*) FILTER (WHERE parked_at IS NOT NULL) AS parked,
             COALESCE(extract(epoch FROM now() - min(unknown_since)), 0) AS oldest_seconds
      FROM (SELECT parked_at, unknown_since FROM payment WHERE status = 'processing'
            UNION ALL
            SELECT parked_at, unknown_since FROM payment_operation WHERE status = 'pending')
        AS open
      """;

  private final JdbcClient jdbc;

  ParkedWork(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * How much there is, and for how long the end of a payment has been unknown at most.
   *
   * @param longestUnknown zero while there is none
   */
  record Measure(long parked, Duration longestUnknown) {}

  /**
   * Parked work, the newest first.
   *
   * @param before only older than that; null to begin with the newest
   */
  public List<Parked> list(@Nullable UUID before, int limit) {
    return jdbc.sql(
            READ
                + " AND (CAST(:before AS uuid) IS NULL OR uuid < :before)"
                + " ORDER BY uuid DESC LIMIT :limit")
        .param("before", before)
        .param("limit", limit)
        .query(ParkedWork::read)
        .list();
  }

  /** The parked work of that id. */
  public Optional<Parked> find(UUID uuid) {
    return jdbc.sql(READ + " AND uuid = :uuid")
        .param("uuid", uuid)
        .query(ParkedWork::read)
        .optional();
  }

  Measure measure() {
    return jdbc.sql(COUNT)
        .query(
            (row, _) ->
                new Measure(
                    row.getLong("parked"),
                    Duration.ofSeconds(row.getBigDecimal("oldest_seconds").longValue())))
        .single();
  }

  private static Parked read(ResultSet row, int rowNumber) throws SQLException {
    UUID uuid = row.getObject("uuid", UUID.class);
    WaitsFor waitsFor = waitsFor(row);
    String kind = row.getString("kind");
    UUID paymentUuid = row.getObject("payment_uuid", UUID.class);
    return new Parked(
        uuid,
        kind,
        paymentUuid,
        row.getString("merchant_id"),
        row.getString("payment_id"),
        Money.ofMinor(row.getLong("amount"), row.getString("currency")),
        waitsFor,
        waitsFor == WaitsFor.OUTCOME ? attempt(row, uuid, kind, paymentUuid) : null,
        row.getInt("tries"),
        instant(row, "parked_at"),
        instant(row, "created_at"),
        row.getString("trace_id"));
  }

  private static WaitsFor waitsFor(ResultSet row) throws SQLException {
    if (row.getBoolean("abandoned")) {
      return WaitsFor.REVERSAL;
    }
    return row.getBoolean("done_by_channel") ? WaitsFor.LEDGER : WaitsFor.OUTCOME;
  }

  /** An operation in several parts waits for one of several attempts. */
  private static @Nullable String attempt(ResultSet row, UUID uuid, String kind, UUID paymentUuid)
      throws SQLException {
    Payment.Id payment = new Payment.Id(paymentUuid);
    int number = row.getInt("number");
    return switch (kind) {
      case "payment" -> payment.attempt();
      case "void", "expiry" -> payment.voidAttempt(number);
      default -> row.getInt("parts") == 1 ? uuid + "_" + number : null;
    };
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
