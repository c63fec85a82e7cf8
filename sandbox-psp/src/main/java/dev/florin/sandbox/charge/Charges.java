package dev.florin.sandbox.charge;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.florin.sandbox.charge.Charge.Status;
import dev.florin.sandbox.charge.Charge.Totals;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The provider's book. What is deferred is hidden from every question a caller can ask. */
@Repository
class Charges {

  /** What a new line says besides the order. */
  record Entry(
      Status status,
      @Nullable String declineCode,
      long confirmedAmount,
      @Nullable String authenticationKey,
      @Nullable Duration decideIn) {}

  private final JdbcClient jdbc;

  Charges(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Books the order unless its reference is booked already; empty if it is. */
  Optional<Charge> book(ChargeOrder order, Entry entry) {
    Duration decideIn = entry.decideIn();
    return jdbc.sql(
            """
            insert into charge (id, reference, amount, currency, method, token, capture, status,
                decline_code, confirmed_amount, authentication_key, decide_at, captured)
            values (:id, :reference, :amount, :currency, :method, :token, :capture, :status,
                :declineCode, :confirmedAmount, :authenticationKey,
                clock_timestamp() + cast(:decideIn as bigint) * interval '1 ms',
                case when :capture and :status = 'approved' then :amount else 0 end)
            on conflict (reference) do nothing
            returning *
            """)
        .param("id", "ch_" + UuidCreator.getTimeOrderedEpoch().toString().replace("-", ""))
        .param("reference", order.reference())
        .param("amount", order.amount())
        .param("currency", order.currency())
        .param("method", order.method())
        .param("token", order.token())
        .param("capture", order.capture())
        .param("status", entry.status().name().toLowerCase(Locale.ROOT))
        .param("declineCode", entry.declineCode())
        .param("confirmedAmount", entry.confirmedAmount())
        .param("authenticationKey", entry.authenticationKey())
        .param("decideIn", decideIn == null ? null : decideIn.toMillis())
        .query(Charges::read)
        .optional();
  }

  Optional<Charge> find(String reference) {
    return jdbc.sql("select * from charge where reference = :reference and status <> 'deferred'")
        .param("reference", reference)
        .query(Charges::read)
        .optional();
  }

  /** Whether the reference stands for a charge that callers do not see yet. */
  boolean isDeferred(String reference) {
    return jdbc.sql(
            """
            select exists (
              select from charge where reference = :reference and status = 'deferred')
            """)
        .param("reference", reference)
        .query(Boolean.class)
        .single();
  }

  /** A deferred charge that was asked for when its window was over is decided soon. */
  void decideSoon(String reference, Duration window, Duration in) {
    jdbc.sql(
            """
            update charge
            set decide_at = least(decide_at, clock_timestamp() + :in * interval '1 ms')
            where reference = :reference and status = 'deferred'
              and created_at < clock_timestamp() - :window * interval '1 ms'
            """)
        .param("in", in.toMillis())
        .param("reference", reference)
        .param("window", window.toMillis())
        .update();
  }

  /** Approves what is due, and returns it. */
  List<Charge> approveDue(int limit) {
    return jdbc.sql(
            """
            update charge
            set status = 'approved', decide_at = null,
                captured = case when capture then amount else 0 end
            where id in (
              select id from charge where decide_at <= clock_timestamp()
              order by decide_at limit :limit for update skip locked)
            returning *
            """)
        .param("limit", limit)
        .query(Charges::read)
        .list();
  }

  Optional<Charge> withAuthenticationKey(String key) {
    return jdbc.sql("select * from charge where authentication_key = :key")
        .param("key", key)
        .query(Charges::read)
        .optional();
  }

  /** What the payer decided; empty if it was decided before. */
  Optional<Charge> authenticated(String key, @Nullable String declineCode) {
    return jdbc.sql(
            """
            update charge
            set status = case when :approved then 'approved' else 'declined' end,
                decline_code = :declineCode,
                captured = case when capture and :approved then amount else 0 end
            where authentication_key = :key and status = 'requires_action'
            returning *
            """)
        .param("approved", declineCode == null)
        .param("declineCode", declineCode)
        .param("key", key)
        .query(Charges::read)
        .optional();
  }

  /** The charge that a reference stands for, or that the capture of this reference belongs to. */
  Optional<String> idBehind(String reference) {
    return jdbc.sql(
            """
            select id from charge where reference = :reference and status <> 'deferred'
            union all
            select charge_id from follow_up where reference = :reference and kind = 'capture'
            """)
        .param("reference", reference)
        .query(String.class)
        .optional();
  }

  Optional<String> token(String id) {
    return jdbc.sql("select token from charge where id = :id and token is not null")
        .param("id", id)
        .query(String.class)
        .optional();
  }

  /** Locks the charge until the end of the caller's transaction. */
  Charge lock(String id) {
    return jdbc.sql("select * from charge where id = :id for update")
        .param("id", id)
        .query(Charges::read)
        .single();
  }

  private static Charge read(ResultSet row, int index) throws SQLException {
    return new Charge(
        row.getString("id"),
        new ChargeOrder(
            row.getString("reference"),
            row.getLong("amount"),
            row.getString("currency"),
            row.getString("method"),
            row.getString("token"),
            row.getBoolean("capture")),
        Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
        row.getString("decline_code"),
        row.getLong("confirmed_amount"),
        row.getString("authentication_key"),
        new Totals(row.getLong("captured"), row.getLong("voided"), row.getLong("refunded")),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }
}
