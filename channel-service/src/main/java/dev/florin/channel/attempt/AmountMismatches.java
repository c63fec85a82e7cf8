package dev.florin.channel.attempt;

import dev.florin.channel.channel.ChannelResult.Mismatched;
import dev.florin.telemetry.TraceContexts;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What providers confirmed instead of what they were asked for. */
@Repository
class AmountMismatches {

  private final JdbcClient jdbc;

  AmountMismatches(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Writes it down in the caller's transaction.
   *
   * @return false if this very amount was written down before
   */
  boolean add(Attempt attempt, Mismatched mismatch) {
    return jdbc.sql(
                """
                insert into amount_mismatch (attempt_id, transaction_id, confirmed_amount,
                    confirmed_currency, approved, trace_id)
                values (:attemptId, :transactionId, :amount, :currency, :approved, :traceId)
                on conflict do nothing
                """)
            .param("attemptId", attempt.order().id())
            .param("transactionId", mismatch.transactionId())
            .param("amount", mismatch.confirmed().minorUnits())
            .param("currency", mismatch.confirmed().currencyCode())
            .param("approved", mismatch.approved())
            .param("traceId", TraceContexts.traceId())
            .update()
        == 1;
  }
}
