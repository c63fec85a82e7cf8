package dev.florin.channel.attempt;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.github.f4b6a3.uuid.UuidCreator;
import dev.florin.channel.attempt.Attempt.Status;
import dev.florin.channel.channel.ChannelResult.Mismatched;
import dev.florin.outbox.Outbox;
import dev.florin.outbox.OutboxEvent;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What payment-service is told without asking, on {@code channel.events}. Each method appends in
 * the transaction of the change that it tells.
 */
@Component
class AttemptEvents {

  private static final String TOPIC = "channel.events";

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Data(
      String attemptId,
      UUID paymentUuid,
      String merchantId,
      String operation,
      String result,
      @Nullable String transactionId,
      @Nullable String declineCode,
      String amount,
      String currency,
      String channel,
      @Nullable String was,
      @Nullable String confirmedAmount,
      @Nullable String confirmedCurrency) {}

  private final Outbox outbox;
  private final JdbcClient jdbc;
  private final Clock clock;

  AttemptEvents(Outbox outbox, JdbcClient jdbc, Clock clock) {
    this.outbox = outbox;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** The attempt became final when nobody was asking. */
  void resolved(Attempt attempt) {
    append(
        "attempt.resolved",
        attempt,
        data(
            attempt, attempt.status(), attempt.transactionId(), attempt.declineCode(), null, null));
  }

  /** The provider says something else than the final outcome that the attempt keeps. */
  void contradicted(
      Attempt attempt, Status said, @Nullable String transactionId, @Nullable String declineCode) {
    append(
        "attempt.contradicted",
        attempt,
        data(attempt, said, transactionId, declineCode, attempt.status(), null));
  }

  /** The provider confirms another amount. */
  void mismatched(Attempt attempt, Mismatched mismatch) {
    append(
        "attempt.mismatched",
        attempt,
        data(
            attempt,
            attempt.status().isFinal() ? attempt.status() : Status.UNKNOWN,
            mismatch.transactionId(),
            null,
            null,
            mismatch));
  }

  private static Data data(
      Attempt attempt,
      Status result,
      @Nullable String transactionId,
      @Nullable String declineCode,
      @Nullable Status was,
      @Nullable Mismatched mismatch) {
    AttemptOrder order = attempt.order();
    return new Data(
        order.id(),
        order.paymentUuid(),
        order.merchantId(),
        order.operation().text(),
        result.text(),
        transactionId,
        declineCode,
        order.amount().toDecimalString(),
        order.amount().currencyCode(),
        attempt.channel(),
        was == null ? null : was.text(),
        mismatch == null ? null : mismatch.confirmed().toDecimalString(),
        mismatch == null ? null : mismatch.confirmed().currencyCode());
  }

  private void append(String type, Attempt attempt, Data data) {
    UUID payment = attempt.order().paymentUuid();
    outbox.append(
        new OutboxEvent(
            UuidCreator.getTimeOrderedEpoch(),
            TOPIC,
            payment,
            nextSequence(payment),
            type,
            clock.instant(),
            data));
  }

  private long nextSequence(UUID payment) {
    return jdbc.sql(
            """
            insert into payment_sequence (payment_uuid, last) values (:payment, 1)
            on conflict (payment_uuid) do update set last = payment_sequence.last + 1
            returning last
            """)
        .param("payment", payment)
        .query(Long.class)
        .single();
  }
}
