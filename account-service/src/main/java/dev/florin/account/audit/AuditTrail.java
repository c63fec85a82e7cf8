package dev.florin.account.audit;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * The audit of accounts. The database numbers and chains what is written here, one transaction
 * after the other, and lets nothing be changed.
 */
@Component
public class AuditTrail {

  private static final int CHUNK = 1_000;

  private static final String COLUMNS =
      """
      SELECT number, actor, action, account_id, transfer_id, before, after, reason, trace_id,
             span_id, request_id, created_at, previous_hash, hash
      FROM account_audit
      """;

  private final JdbcClient jdbc;
  private final JsonMapper json;

  /** On a database, for whoever verifies it without the service around it. */
  public AuditTrail(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * Where the chain breaks first.
   *
   * @param number the record that is wrong or missing
   */
  public record Break(long number, String problem) {}

  /** Writes in the caller's transaction: what is recorded happens together with its record. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void record(AuditEntry entry) {
    SpanContext span = Span.current().getSpanContext();
    jdbc.sql(
            """
            INSERT INTO account_audit (actor, action, account_id, transfer_id, before, after, reason,
                                       trace_id, span_id, request_id)
            VALUES (:actor, :action, :accountId, :transferId, :before, :after, :reason, :traceId,
                    :spanId, :requestId)
            """)
        .param("actor", entry.actor().name())
        .param("action", entry.action())
        .param("accountId", entry.accountId())
        .param("transferId", entry.transferId())
        .param("before", text(entry.before()))
        .param("after", text(entry.after()))
        .param("reason", entry.reason())
        .param("traceId", span.isValid() ? span.getTraceId() : null)
        .param("spanId", span.isValid() ? span.getSpanId() : null)
        .param("requestId", Baggage.current().getEntryValue("request_id"))
        .update();
  }

  /**
   * A part of the records that match, newest first.
   *
   * @param limit 1 to 100
   * @param startingAfter the number of the record that the part follows
   * @param endingBefore the number of the record that the part ends before; not with the other
   */
  @Transactional(readOnly = true)
  public AuditPage page(
      AuditQuery query, int limit, @Nullable Long startingAfter, @Nullable Long endingBefore) {
    if (endingBefore != null) {
      List<AuditRecord> rows = find(query, "number > :mark", endingBefore, "number", limit + 1);
      AuditPage page = AuditPage.of(rows, limit);
      return new AuditPage(page.data().reversed(), page.hasMore());
    }
    return AuditPage.of(
        find(query, "number < :mark", startingAfter, "number DESC", limit + 1), limit);
  }

  /** Hands over every record that matches, oldest first, a part at a time. */
  public void forEach(AuditQuery query, Consumer<AuditRecord> reader) {
    long after = 0;
    List<AuditRecord> part;
    do {
      part = find(query, "number > :mark", after, "number", CHUNK);
      part.forEach(reader);
      after = part.isEmpty() ? after : part.getLast().number();
    } while (part.size() == CHUNK);
  }

  /**
   * Recomputes a part of the chain, and that it goes on from the record before it. Call it in one
   * snapshot.
   *
   * @param after the record to go on from; 0 for the beginning
   * @param limit how many records at most
   * @return the first break in it; null if there is none
   */
  public @Nullable Break verify(long after, int limit) {
    List<AuditRecord> before =
        after == 0 ? List.of() : find(AuditQuery.ALL, "number = :mark", after, "number", 1);
    if (after > 0 && before.isEmpty()) {
      return new Break(after, "is missing");
    }
    return breakIn(
        after,
        before.isEmpty() ? AuditRecord.NO_HASH : before.getFirst().hash(),
        find(AuditQuery.ALL, "number > :mark", after, "number", limit));
  }

  /** Recomputes the whole chain. */
  public @Nullable Break verify() {
    long last = last();
    for (long after = 0; after < last; after += CHUNK) {
      Break found = verify(after, CHUNK);
      if (found != null) {
        return found;
      }
    }
    return verifyEnd();
  }

  /** Compares the end of the chain with the last record. */
  public @Nullable Break verifyEnd() {
    return jdbc.sql(
            """
            SELECT h.number
            FROM account_audit_head h
            LEFT JOIN (SELECT number, hash FROM account_audit ORDER BY number DESC LIMIT 1) a ON true
            WHERE (coalesce(a.number, 0), coalesce(a.hash, decode(repeat('00', 32), 'hex')))
                  <> (h.number, h.hash)
            """)
        .query((row, _) -> new Break(row.getLong(1), "is not the last"))
        .optional()
        .orElse(null);
  }

  /** The number of the last record; 0 if there is none. */
  public long last() {
    return jdbc.sql("SELECT coalesce(max(number), 0) FROM account_audit")
        .query((row, _) -> row.getLong(1))
        .single();
  }

  private static @Nullable Break breakIn(long after, String hash, List<AuditRecord> records) {
    long number = after;
    String previousHash = hash;
    for (AuditRecord link : records) {
      number++;
      if (link.number() != number) {
        return new Break(number, "is missing");
      }
      if (!link.previousHash().equals(previousHash)) {
        return new Break(number, "does not continue the chain");
      }
      if (!link.isIntact()) {
        return new Break(number, "was changed");
      }
      previousHash = link.hash();
    }
    return null;
  }

  private List<AuditRecord> find(
      AuditQuery query, String bound, @Nullable Long mark, String order, int limit) {
    Map<String, Object> values = new HashMap<>();
    List<String> conditions = new ArrayList<>();
    narrow(conditions, values, bound, "mark", mark);
    narrow(conditions, values, "account_id = :account", "account", query.accountId());
    narrow(conditions, values, "actor = :actor", "actor", query.actor());
    narrow(conditions, values, "action = :action", "action", query.action());
    narrow(conditions, values, "transfer_id = :transfer", "transfer", query.transferId());
    narrow(conditions, values, "trace_id = :trace", "trace", query.traceId());
    narrow(conditions, values, "created_at >= :from", "from", utc(query.from()));
    narrow(conditions, values, "created_at < :to", "to", utc(query.to()));
    String where = conditions.isEmpty() ? "" : "WHERE " + String.join(" AND ", conditions);
    return jdbc.sql("%s%s ORDER BY %s LIMIT :limit".formatted(COLUMNS, where, order))
        .params(values)
        .param("limit", limit)
        .query(AuditTrail::read)
        .list();
  }

  private static void narrow(
      List<String> conditions,
      Map<String, Object> values,
      String condition,
      String name,
      @Nullable Object value) {
    if (value != null) {
      conditions.add(condition);
      values.put(name, value);
    }
  }

  private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  private @Nullable String text(@Nullable Object value) {
    return value == null ? null : json.writeValueAsString(value);
  }

  private static AuditRecord read(ResultSet row, int number) throws SQLException {
    return new AuditRecord(
        row.getLong("number"),
        row.getString("actor"),
        row.getString("action"),
        row.getObject("account_id", UUID.class),
        row.getString("transfer_id"),
        row.getString("before"),
        row.getString("after"),
        row.getString("reason"),
        row.getString("trace_id"),
        row.getString("span_id"),
        row.getString("request_id"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        HexFormat.of().formatHex(row.getBytes("previous_hash")),
        HexFormat.of().formatHex(row.getBytes("hash")));
  }
}
