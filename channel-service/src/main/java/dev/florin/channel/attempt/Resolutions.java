package dev.florin.channel.attempt;

import dev.florin.telemetry.TraceContexts;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What operators found out, and who they were. */
@Repository
class Resolutions {

  private final JdbcClient jdbc;

  Resolutions(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void add(String attemptId, Finding finding) {
    jdbc.sql(
            """
            insert into attempt_resolution (attempt_id, result, transaction_id, decline_code, actor,
                reason, trace_id)
            values (:attemptId, :result, :transactionId, :declineCode, :actor, :reason, :traceId)
            """)
        .param("attemptId", attemptId)
        .param("result", finding.result().text())
        .param("transactionId", finding.transactionId())
        .param("declineCode", finding.declineCode())
        .param("actor", finding.actor())
        .param("reason", finding.reason())
        .param("traceId", TraceContexts.traceId())
        .update();
  }
}
