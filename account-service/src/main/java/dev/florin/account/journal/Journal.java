package dev.florin.account.journal;

import dev.florin.account.journal.RecordedHold.Amounts;
import dev.florin.account.journal.RecordedTransfer.Leg;
import dev.florin.money.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The ledger's transfers and holds by their cause. The ids of both begin with the uuid of what they
 * were made for, so those of a payment are a range of the primary key.
 */
@Repository
public class Journal {

  /** A payment causes a handful; this bounds what a careless reader can ask for. */
  static final int MOST = 500;

  /** The named ones, those that post their holds, and those that take any of these back. */
  private static final String AND_THEIRS =
      """
        UNION
        SELECT id FROM transfer WHERE hold_id = ANY (:holds)),
      found AS (
        SELECT id FROM named
        UNION
        SELECT t.id FROM named n JOIN transfer t ON t.reverses = n.id)
      """;

  /** Without an order, which would tempt the planner to read the ledger from its end. */
  private static final String OF_TRACE =
      """
      WITH found AS MATERIALIZED (
        SELECT id FROM transfer WHERE trace_id = :traceId LIMIT :most)
      """;

  private static final String TRANSFERS =
      """
      SELECT t.id, t.kind, t.decline_code, t.merchant_id, t.reverses, t.hold_id, t.reason,
             t.trace_id, t.created_at, p.leg, p.direction, p.amount, p.currency,
             coalesce(a.code, a.kind) AS account, a.user_id
      FROM (SELECT t.* FROM found JOIN transfer t USING (id) ORDER BY t.position LIMIT :most) t
      LEFT JOIN posting p ON p.transfer_id = t.id
      LEFT JOIN account a ON a.id = p.account_id
      ORDER BY t.position, p.leg
      """;

  private static final String HOLDS =
      """
      SELECT h.id, h.status, h.decline_code, h.merchant_id, a.user_id, h.currency, h.amount,
             h.posted, h.remaining, h.expires_at, h.trace_id, h.created_at, h.updated_at
      FROM (SELECT * FROM found ORDER BY created_at, id LIMIT :most) h
      LEFT JOIN account a ON a.id = h.account_id
      ORDER BY h.created_at, h.id
      """;

  private final JdbcClient jdbc;

  Journal(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What happened for these uuids.
   *
   * @param holds oldest first
   * @param transfers in the order of the ledger
   */
  public record Page(List<RecordedHold> holds, List<RecordedTransfer> transfers) {}

  /** What was done for a payment and for the operations on it. */
  public Page of(Collection<UUID> uuids) {
    Map<String, Object> values = new HashMap<>();
    String named = beginningWith(uuids, values);
    List<RecordedHold> holds = holds(named, values);
    Map<String, Object> more = new HashMap<>(values);
    more.put("holds", holds.stream().map(RecordedHold::id).toArray(String[]::new));
    return new Page(
        holds,
        transfers("WITH named AS (SELECT id FROM transfer WHERE " + named + AND_THEIRS, more));
  }

  /** What was done in a trace. */
  public Page of(String traceId) {
    Map<String, Object> values = Map.of("traceId", traceId);
    return new Page(holds("trace_id = :traceId", values), transfers(OF_TRACE, values));
  }

  /**
   * A condition that the primary key's index serves. Patterns are right in every collation and a
   * range of the index in the one that the platform's databases have; each is a parameter of its
   * own, since the planner sees no range in an array of them.
   */
  private static String beginningWith(Collection<UUID> uuids, Map<String, Object> values) {
    StringJoiner condition = new StringJoiner(" OR ", "(", ")");
    for (UUID uuid : uuids) {
      String name = "id" + values.size();
      condition.add("id LIKE :" + name);
      values.put(name, uuid + ":%");
    }
    return condition.toString();
  }

  private List<RecordedHold> holds(String condition, Map<String, Object> values) {
    return jdbc.sql("WITH found AS (SELECT * FROM hold WHERE " + condition + ") " + HOLDS)
        .params(values)
        .param("most", MOST)
        .query((row, _) -> hold(row))
        .list();
  }

  private List<RecordedTransfer> transfers(String found, Map<String, Object> values) {
    List<RecordedTransfer> transfers = new ArrayList<>();
    jdbc.sql(found + TRANSFERS)
        .params(values)
        .param("most", MOST)
        .query(
            row -> {
              if (transfers.isEmpty() || !transfers.getLast().id().equals(row.getString("id"))) {
                transfers.add(transfer(row));
              }
              Leg leg = leg(row);
              if (leg != null) {
                transfers.getLast().legs().add(leg);
              }
            });
    return transfers;
  }

  private static RecordedTransfer transfer(ResultSet row) throws SQLException {
    return new RecordedTransfer(
        row.getString("id"),
        row.getString("kind"),
        row.getString("decline_code"),
        row.getString("merchant_id"),
        row.getString("reverses"),
        row.getString("hold_id"),
        row.getString("reason"),
        row.getString("trace_id"),
        Objects.requireNonNull(instant(row, "created_at")),
        new ArrayList<>());
  }

  private static @Nullable Leg leg(ResultSet row) throws SQLException {
    String direction = row.getString("direction");
    return direction == null
        ? null
        : new Leg(
            direction, row.getString("account"), row.getString("user_id"), money(row, "amount"));
  }

  private static RecordedHold hold(ResultSet row) throws SQLException {
    String declined = row.getString("decline_code");
    return new RecordedHold(
        row.getString("id"),
        row.getString("status"),
        declined,
        row.getString("merchant_id"),
        row.getString("user_id"),
        declined == null
            ? new Amounts(money(row, "amount"), money(row, "posted"), money(row, "remaining"))
            : null,
        instant(row, "expires_at"),
        row.getString("trace_id"),
        Objects.requireNonNull(instant(row, "created_at")),
        Objects.requireNonNull(instant(row, "updated_at")));
  }

  private static Money money(ResultSet row, String column) throws SQLException {
    return Money.ofMinor(row.getLong(column), row.getString("currency"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }
}
