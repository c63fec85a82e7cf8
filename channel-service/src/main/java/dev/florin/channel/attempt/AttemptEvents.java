package dev.florin.channel.attempt;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.github.f4b6a3.uuid.UuidCreator;
import dev.florin.channel.attempt.Attempt.Status;
import dev.florin.channel.channel.ChannelResult;
import dev.florin.channel.channel.ChannelResult.Declined;
import dev.florin.channel.channel.ChannelResult.Mismatched;
import dev.florin.money.Money;
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
      @Nullable String knownTransactionId,
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
            attempt,
            attempt.status(),
            attempt.transactionId(),
            attempt.declineCode(),
            null,
            null,
            null));
  }

  /**
   * The provider says something else than the final outcome that the attempt keeps.
   *
   * @param confirmed the amount that it says it of, if it is another than was asked for
   */
  void contradicted(
      Attempt attempt,
      Status said,
      @Nullable String transactionId,
      @Nullable String declineCode,
      @Nullable Money confirmed) {
    append(
        "attempt.contradicted",
        attempt,
        data(attempt, said, transactionId, declineCode, attempt.status(), null, confirmed));
  }

  /** The provider names another transaction than the one that the open attempt has. */
  void duplicated(Attempt attempt, Status said, ChannelResult second) {
    append(
        "attempt.duplicated",
        attempt,
        data(
            attempt,
            said,
            second.transactionId(),
            second instanceof Declined(String code, _) ? code : null,
            null,
            attempt.transactionId(),
            null));
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
            null,
            mismatch.confirmed()));
  }

  private static Data data(
      Attempt attempt,
      Status result,
      @Nullable String transactionId,
      @Nullable String declineCode,
      @Nullable Status was,
      @Nullable String knownTransactionId,
      @Nullable Money confirmed) {
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
        knownTransactionId,
        confirmed == null ? null : confirmed.toDecimalString(),
        confirmed == null ? null : confirmed.currencyCode());
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
