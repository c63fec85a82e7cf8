package dev.florin.channel.attempt;

import dev.florin.channel.attempt.Attempt.Status;
import dev.florin.telemetry.TraceContexts;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What providers said against outcomes that were final. Nothing is changed by it, and nothing is
 * lost: an approval is kept with the provider's id, by which it can be found and given back.
 */
@Repository
class LateOutcomes {

  private final JdbcClient jdbc;

  LateOutcomes(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Writes it down in the caller's transaction.
   *
   * @return false if this has been written down before
   */
  boolean add(Attempt stored, Status said, @Nullable String transactionId) {
    return jdbc.sql(
                """
                insert into late_outcome (attempt_id, transaction_id, status, was, trace_id)
                values (:attemptId, :transactionId, :status, :was, :traceId)
                on conflict do nothing
                """)
            .param("attemptId", stored.order().id())
            .param("transactionId", transactionId)
            .param("status", said.text())
            .param("was", stored.status().text())
            .param("traceId", TraceContexts.traceId())
            .update()
        == 1;
  }

  /** Whether the provider has approved the attempt after it was final. */
  boolean hasApproval(String attemptId) {
    return jdbc.sql(
            """
            select exists (
              select from late_outcome where attempt_id = :attemptId and status = 'approved')
            """)
        .param("attemptId", attemptId)
        .query(Boolean.class)
        .single();
  }
}
