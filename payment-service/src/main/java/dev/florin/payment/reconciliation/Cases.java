package dev.florin.payment.reconciliation;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.florin.money.Money;
import dev.florin.payment.reconciliation.ReconciliationCase.Closing;
import dev.florin.payment.reconciliation.ReconciliationCase.Kind;
import dev.florin.payment.reconciliation.ReconciliationCase.Status;
import dev.florin.telemetry.TraceContexts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The cases; one of a kind for each thing that was told of an attempt, or of a payment. */
@Repository
public class Cases {

  private static final TypeReference<TreeMap<String, @Nullable String>> DETAIL =
      new TypeReference<>() {};

  private static final String INSERT =
      """
      INSERT INTO reconciliation_case
        (uuid, kind, about, payment_uuid, attempt_id, channel, detail, trace_id)
      VALUES (:uuid, :kind, :about, :paymentUuid, :attemptId, :channel, CAST(:detail AS jsonb),
              :traceId)
      ON CONFLICT (kind, about) DO NOTHING
      """;

  private static final String READ =
      """
      SELECT c.*, p.merchant_id, p.payment_id
      FROM reconciliation_case c JOIN payment p ON p.uuid = c.payment_uuid
      """;

  private static final String CLOSE =
      """
      UPDATE reconciliation_case
      SET status = 'closed', closed_at = now(), closed_by = :actor, close_reason = :reason,
          close_trace_id = :traceId
      WHERE uuid = :uuid AND status = 'open'
      """;

  private static final String UNREFUNDED =
      """
      SELECT c.payment_uuid, c.attempt_id, p.currency,
             c.detail ->> 'confirmed_amount' AS confirmed_amount
      FROM reconciliation_case c JOIN payment p ON p.uuid = c.payment_uuid
      WHERE c.kind = 'late_success' AND p.status = 'failed'
        AND c.detail ->> 'operation' = 'charge'
        AND COALESCE(c.detail ->> 'confirmed_currency', p.currency) = p.currency
        AND COALESCE(c.detail ->> 'confirmed_amount', '1') ~ '[1-9]'
        AND NOT EXISTS (SELECT FROM payment_operation o
                        WHERE o.payment_uuid = p.uuid AND o.kind = 'late_refund'
                          AND o.parts -> 0 ->> 'of' = c.attempt_id)
      ORDER BY c.uuid
      LIMIT :limit
      """;

  /**
   * A charge that was approved too late, and that nobody has begun to give back.
   *
   * @param confirmed what the channel says that it took, where it is not what was asked for
   */
  public record Unrefunded(UUID paymentUuid, String attemptId, @Nullable Money confirmed) {}

  private final JdbcClient jdbc;
  private final JsonMapper json;

  Cases(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** Writes a case down, unless it is there; whether it is new. */
  boolean add(Finding finding) {
    return jdbc.sql(INSERT)
            .param("uuid", UuidCreator.getTimeOrderedEpoch())
            .param("kind", finding.kind().wireName())
            .param("about", finding.about())
            .param("paymentUuid", finding.paymentUuid())
            .param("attemptId", finding.attemptId())
            .param("channel", finding.channel())
            .param("detail", json.writeValueAsString(finding.detail()))
            .param("traceId", TraceContexts.traceId())
            .update()
        == 1;
  }

  /** The case of that id. */
  public Optional<ReconciliationCase> find(UUID uuid) {
    return jdbc.sql(READ + " WHERE c.uuid = :uuid")
        .param("uuid", uuid)
        .query(this::read)
        .optional();
  }

  /**
   * Cases, the newest first.
   *
   * @param status only those; null for all
   * @param before only older ones than that; null to begin with the newest
   */
  public List<ReconciliationCase> list(@Nullable Status status, @Nullable UUID before, int limit) {
    StringBuilder sql = new StringBuilder(READ).append(" WHERE true");
    Map<String, Object> values = new HashMap<>();
    if (status != null) {
      sql.append(" AND c.status = :status");
      values.put("status", status.wireName());
    }
    if (before != null) {
      sql.append(" AND c.uuid < :before");
      values.put("before", before);
    }
    values.put("limit", limit);
    return jdbc.sql(sql.append(" ORDER BY c.uuid DESC LIMIT :limit").toString())
        .params(values)
        .query(this::read)
        .list();
  }

  /** Closes an open case; whether it was open. */
  boolean close(UUID uuid, String actor, String reason) {
    return jdbc.sql(CLOSE)
            .param("uuid", uuid)
            .param("actor", actor)
            .param("reason", reason)
            .param("traceId", TraceContexts.traceId())
            .update()
        == 1;
  }

  /** Up to that many late charges of failed payments whose refund has not been begun. */
  public List<Unrefunded> unrefunded(int limit) {
    return jdbc.sql(UNREFUNDED)
        .param("limit", limit)
        .query(
            (row, _) ->
                new Unrefunded(
                    row.getObject("payment_uuid", UUID.class),
                    row.getString("attempt_id"),
                    confirmed(row)))
        .list();
  }

  private static @Nullable Money confirmed(ResultSet row) throws SQLException {
    String amount = row.getString("confirmed_amount");
    return amount == null ? null : Money.parse(amount, row.getString("currency"));
  }

  long countOpen() {
    return jdbc.sql("SELECT count(*) FROM reconciliation_case WHERE status = 'open'")
        .query(Long.class)
        .single();
  }

  private ReconciliationCase read(ResultSet row, int rowNumber) throws SQLException {
    return new ReconciliationCase(
        row.getObject("uuid", UUID.class),
        Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        row.getObject("payment_uuid", UUID.class),
        row.getString("merchant_id"),
        row.getString("payment_id"),
        row.getString("attempt_id"),
        row.getString("channel"),
        json.readValue(row.getString("detail"), DETAIL),
        row.getString("trace_id"),
        instant(row, "opened_at"),
        closing(row));
  }

  private static @Nullable Closing closing(ResultSet row) throws SQLException {
    return row.getString("closed_by") == null
        ? null
        : new Closing(
            row.getString("closed_by"),
            instant(row, "closed_at"),
            row.getString("close_reason"),
            row.getString("close_trace_id"));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
