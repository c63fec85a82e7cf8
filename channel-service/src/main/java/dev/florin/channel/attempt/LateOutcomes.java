package dev.florin.channel.attempt;

import dev.florin.channel.channel.ChannelResult.Approved;
import dev.florin.telemetry.TraceContexts;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Approvals that came too late to be written on their attempt. The provider has charged, so each is
 * kept with the provider's id, by which the charge can be found and given back.
 */
@Repository
class LateOutcomes {

  private static final Logger LOG = LoggerFactory.getLogger(LateOutcomes.class);

  private final JdbcClient jdbc;
  private final MeterRegistry meters;

  LateOutcomes(JdbcClient jdbc, MeterRegistry meters) {
    this.jdbc = jdbc;
    this.meters = meters;
  }

  /** Tells of the approval and writes it down; the log has it even if the database fails. */
  void add(Attempt stored, Approved approved) {
    LOG.error(
        "Attempt {} was approved late as {}, when it already was {}",
        stored.order().id(),
        approved.transactionId(),
        stored.status());
    Counter.builder("channel.late_outcomes")
        .description("Approvals that came too late to be written on their attempt")
        .tag("channel", stored.channel())
        .register(meters)
        .increment();
    jdbc.sql(
            """
            insert into late_outcome (attempt_id, transaction_id, status, trace_id)
            values (:attemptId, :transactionId, 'approved', :traceId)
            """)
        .param("attemptId", stored.order().id())
        .param("transactionId", approved.transactionId())
        .param("traceId", TraceContexts.traceId())
        .update();
  }
}
