package dev.florin.channel.attempt;

import dev.florin.telemetry.TraceContexts;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What providers told under another id of theirs than the one that an open attempt has. */
@Repository
class SecondTransactions {

  private final JdbcClient jdbc;

  SecondTransactions(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Writes it down in the caller's transaction.
   *
   * @param said what the provider says of it
   * @return false if this has been written down before
   */
  boolean add(Attempt attempt, String said, @Nullable String transactionId) {
    return jdbc.sql(
                """
                insert into second_transaction (attempt_id, transaction_id, known_transaction_id,
                    said, trace_id)
                values (:attemptId, :transactionId, :known, :said, :traceId)
                on conflict do nothing
                """)
            .param("attemptId", attempt.order().id())
            .param("transactionId", transactionId)
            .param("known", attempt.transactionId())
            .param("said", said)
            .param("traceId", TraceContexts.traceId())
            .update()
        == 1;
  }
}
