package dev.florin.risk.assessment;

import dev.florin.money.Money;
import dev.florin.risk.rule.Decision;
import dev.florin.risk.rule.Level;
import dev.florin.risk.rule.MatchedRule;
import dev.florin.risk.rule.Verdict;
import dev.florin.risk.signal.Velocity;
import dev.florin.telemetry.TraceContexts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/**
 * The assessments of all time, and what makes a repeated one answer the same.
 *
 * <p>One insert per assessment, on the request path: it decides who was first without a lookup
 * before and without a second store that could disagree. It is durable before it is answered, since
 * a payment that is resumed asks again: an answer that was lost and came out otherwise would fail a
 * payment whose money has been taken.
 */
@Repository
class Assessments {

  private final JdbcClient jdbc;
  private final JsonMapper json;

  Assessments(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** Keeps the assessment unless its id has one already; true if it was kept. */
  boolean keep(Assessment assessment, Velocity velocity) {
    AssessmentOrder order = assessment.order();
    Verdict verdict = assessment.verdict();
    return jdbc.sql(
                """
                insert into assessment (id, merchant_id, user_id, amount, currency, payment_method,
                    payment_token, decision, level, score, matched_rules, velocity, trace_id)
                values (:id, :merchantId, :userId, :amount, :currency, :paymentMethod,
                    :paymentToken, :decision, :level, :score, cast(:matchedRules as jsonb),
                    cast(:velocity as jsonb), :traceId)
                on conflict (id) do nothing
                """)
            .param("id", order.id())
            .param("merchantId", order.merchantId())
            .param("userId", order.userId())
            .param("amount", order.amount().minorUnits())
            .param("currency", order.amount().currencyCode())
            .param("paymentMethod", order.paymentMethod())
            .param("paymentToken", order.paymentToken())
            .param("decision", verdict.decision().name().toLowerCase(Locale.ROOT))
            .param("level", verdict.level().name().toLowerCase(Locale.ROOT))
            .param("score", verdict.score())
            .param("matchedRules", json.writeValueAsString(verdict.matchedRules()))
            .param("velocity", json.writeValueAsString(velocity))
            .param("traceId", TraceContexts.traceId())
            .update()
        == 1;
  }

  Assessment get(String id) {
    return jdbc.sql("select * from assessment where id = :id")
        .param("id", id)
        .query(this::read)
        .single();
  }

  Optional<KeptAssessment> find(String id) {
    return jdbc.sql("select * from assessment where id = :id")
        .param("id", id)
        .query(
            (row, index) ->
                new KeptAssessment(
                    read(row, index),
                    row.getString("trace_id"),
                    row.getObject("created_at", OffsetDateTime.class).toInstant()))
        .optional();
  }

  private Assessment read(ResultSet row, int index) throws SQLException {
    return new Assessment(
        new AssessmentOrder(
            row.getString("id"),
            row.getString("merchant_id"),
            row.getString("user_id"),
            Money.ofMinor(row.getLong("amount"), row.getString("currency")),
            row.getString("payment_method"),
            row.getString("payment_token")),
        new Verdict(
            Decision.valueOf(row.getString("decision").toUpperCase(Locale.ROOT)),
            Level.valueOf(row.getString("level").toUpperCase(Locale.ROOT)),
            row.getInt("score"),
            List.of(json.readValue(row.getString("matched_rules"), MatchedRule[].class))));
  }
}
