package dev.florin.channel.attempt;

import dev.florin.channel.attempt.Attempt.Status;
import dev.florin.channel.attempt.Attempt.Times;
import dev.florin.channel.attempt.Claim.Conflict;
import dev.florin.channel.attempt.Claim.First;
import dev.florin.channel.attempt.Claim.InFlight;
import dev.florin.channel.attempt.Claim.Settled;
import dev.florin.channel.attempt.Claim.Unresolved;
import dev.florin.channel.channel.ChannelResult;
import dev.florin.channel.channel.ChannelResult.Approved;
import dev.florin.channel.channel.ChannelResult.Declined;
import dev.florin.channel.channel.ChannelResult.Mismatched;
import dev.florin.channel.channel.ChannelResult.NotSent;
import dev.florin.channel.channel.ChannelResult.Pending;
import dev.florin.channel.channel.ChannelResult.RequiresAction;
import dev.florin.channel.channel.ChannelResult.Unknown;
import dev.florin.channel.channel.Operation;
import dev.florin.money.Money;
import dev.florin.telemetry.TraceContexts;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The book of attempts. Each method is one statement; none needs a transaction that could stay open
 * across a call to a provider. The lease says who may act, the version refuses who acts late.
 */
@Repository
class Attempts {

  private static final String COLUMNS =
      "*, extract(epoch from clock_timestamp() - sent_at) * 1000 as ms_since_sent";

  /** As many as are read at once. */
  static final int MOST = 500;

  private final JdbcClient jdbc;
  private final long leaseMillis;

  Attempts(JdbcClient jdbc, AttemptProperties properties) {
    this.jdbc = jdbc;
    this.leaseMillis = properties.lease().toMillis();
  }

  /** Writes the attempt down, or finds out what is to be done about the one that is there. */
  Claim claim(AttemptOrder order, String channel) {
    return insert(order, channel)
        .<Claim>map(First::new)
        .orElseGet(() -> claimExisting(order, find(order.id()).orElseThrow()));
  }

  private Claim claimExisting(AttemptOrder order, Attempt attempt) {
    if (!attempt.order().equals(order)) {
      return new Conflict();
    }
    if (attempt.status().isFinal()) {
      return new Settled(attempt);
    }
    return lease(attempt).<Claim>map(Unresolved::new).orElseGet(() -> new InFlight(attempt));
  }

  private Optional<Attempt> insert(AttemptOrder order, String channel) {
    return jdbc.sql(
            """
            insert into attempt (id, operation, of_attempt, payment_uuid, merchant_id, channel,
                amount, currency, payment_method, payment_token, lease_until, trace_id)
            values (:id, :operation, :ofAttempt, :paymentUuid, :merchantId, :channel,
                :amount, :currency, :paymentMethod, :paymentToken,
                clock_timestamp() + :lease * interval '1 ms', :traceId)
            on conflict (id) do nothing
            returning\s"""
                + COLUMNS)
        .param("id", order.id())
        .param("operation", order.operation().text())
        .param("ofAttempt", order.ofAttempt())
        .param("paymentUuid", order.paymentUuid())
        .param("merchantId", order.merchantId())
        .param("channel", channel)
        .param("amount", order.amount().minorUnits())
        .param("currency", order.amount().currencyCode())
        .param("paymentMethod", order.paymentMethod())
        .param("paymentToken", order.paymentToken())
        .param("lease", leaseMillis)
        .param("traceId", TraceContexts.traceId())
        .query(Attempts::read)
        .optional();
  }

  private Optional<Attempt> lease(Attempt attempt) {
    return jdbc.sql(
            """
            update attempt
            set lease_until = clock_timestamp() + :lease * interval '1 ms', version = version + 1
            where id = :id and version = :version and lease_until <= clock_timestamp()
              and status in ('sending', 'pending', 'requires_action', 'unknown')
            returning\s"""
                + COLUMNS)
        .param("lease", leaseMillis)
        .param("id", attempt.order().id())
        .param("version", attempt.version())
        .query(Attempts::read)
        .optional();
  }

  /**
   * Writes the result and gives the lease back; empty if somebody else has taken over. The
   * provider's id that the attempt has stays, whatever the result says.
   */
  Optional<Attempt> record(Attempt attempt, ChannelResult result) {
    Outcome outcome = Outcome.of(result);
    return jdbc.sql(
            """
            update attempt
            set status = :status, decline_code = :declineCode,
                transaction_id = coalesce(transaction_id, :transactionId),
                next_action_url = :nextActionUrl, message = :message,
                lease_until = clock_timestamp(), version = version + 1,
                updated_at = clock_timestamp()
            where id = :id and version = :version and status in ('sending', 'pending', 'requires_action', 'unknown')
            returning\s"""
                + COLUMNS)
        .param("status", outcome.status().text())
        .param("declineCode", outcome.declineCode())
        .param("transactionId", outcome.transactionId())
        .param("nextActionUrl", outcome.nextActionUrl())
        .param("message", outcome.message())
        .param("id", attempt.order().id())
        .param("version", attempt.version())
        .query(Attempts::read)
        .optional();
  }

  /** Writes an operator's finding on an attempt that the caller has locked. */
  Attempt resolve(Attempt locked, Finding finding) {
    String message =
        finding.result() == Status.NOT_SENT
            ? "An operator found that nothing was done."
            : "An operator found out what became of it.";
    return jdbc.sql(
            """
            update attempt
            set status = :status, decline_code = :declineCode, transaction_id = :transactionId,
                next_action_url = null, message = :message, lease_until = clock_timestamp(),
                version = version + 1, updated_at = clock_timestamp()
            where id = :id
            returning\s"""
                + COLUMNS)
        .param("status", finding.result().text())
        .param("declineCode", finding.declineCode())
        .param("transactionId", finding.transactionId())
        .param("message", message)
        .param("id", locked.order().id())
        .query(Attempts::read)
        .single();
  }

  Optional<Attempt> find(String id) {
    return jdbc.sql("select " + COLUMNS + " from attempt where id = :id")
        .param("id", id)
        .query(Attempts::read)
        .optional();
  }

  /** The same, locked until the end of the caller's transaction. */
  Optional<Attempt> lock(String id) {
    return jdbc.sql("select " + COLUMNS + " from attempt where id = :id for update")
        .param("id", id)
        .query(Attempts::read)
        .optional();
  }

  /** What was tried for a payment, the oldest first; after that attempt, if one is given. */
  List<Attempt> ofPayment(UUID paymentUuid, @Nullable String after) {
    return jdbc.sql(
            "select "
                + COLUMNS
                + """
                 from attempt
                where payment_uuid = :payment
                  and (cast(:after as text) is null or (created_at, id) > (
                    select created_at, id from attempt where id = :after))
                order by created_at, id limit :limit
                """)
        .param("payment", paymentUuid)
        .param("after", after)
        .param("limit", MOST)
        .query(Attempts::read)
        .list();
  }

  /** What a trace caused, the oldest first. */
  List<Attempt> ofTrace(String traceId) {
    return jdbc.sql(
            "select "
                + COLUMNS
                + " from attempt where trace_id = :trace order by created_at, id limit :limit")
        .param("trace", traceId)
        .param("limit", MOST)
        .query(Attempts::read)
        .list();
  }

  private static Attempt read(ResultSet row, int index) throws SQLException {
    return new Attempt(
        new AttemptOrder(
            row.getString("id"),
            Operation.of(row.getString("operation")),
            row.getString("of_attempt"),
            row.getObject("payment_uuid", UUID.class),
            row.getString("merchant_id"),
            Money.ofMinor(row.getLong("amount"), row.getString("currency")),
            row.getString("payment_method"),
            row.getString("payment_token")),
        row.getString("channel"),
        Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
        row.getString("decline_code"),
        row.getString("transaction_id"),
        row.getString("next_action_url"),
        row.getString("message"),
        row.getInt("version"),
        Duration.ofMillis(row.getLong("ms_since_sent")),
        new Times(instant(row, "sent_at"), instant(row, "created_at"), instant(row, "updated_at")),
        row.getString("trace_id"));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private record Outcome(
      Status status,
      @Nullable String declineCode,
      @Nullable String transactionId,
      @Nullable String nextActionUrl,
      @Nullable String message) {

    static Outcome of(ChannelResult result) {
      return new Outcome(
          Status.of(result),
          result instanceof Declined(String code, _) ? code : null,
          result.transactionId(),
          result instanceof RequiresAction(_, URI url) ? url.toString() : null,
          messageOf(result));
    }

    private static @Nullable String messageOf(ChannelResult result) {
      return switch (result) {
        case Approved _, Declined _ -> null;
        case Pending _ -> "The channel has the request and will decide.";
        case RequiresAction _ -> "The payer must confirm the charge.";
        case Mismatched _ -> "The channel confirms another amount; a person must look.";
        case NotSent(var reason) -> reason.text();
        case Unknown(String reason) -> reason;
      };
    }
  }
}
