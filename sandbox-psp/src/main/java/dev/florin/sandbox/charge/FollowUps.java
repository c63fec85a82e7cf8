package dev.florin.sandbox.charge;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.florin.sandbox.charge.FollowUpOrder.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The captures, voids and refunds in the provider's book. */
@Repository
class FollowUps {

  private final JdbcClient jdbc;

  FollowUps(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Books it, unless the reference is a follow-up's already. */
  Optional<FollowUp> book(FollowUpOrder order, String chargeId, @Nullable String declineCode) {
    return jdbc.sql(
            """
            insert into follow_up
                (id, kind, reference, charge_id, of_reference, amount, currency, decline_code)
            values (:id, :kind, :reference, :chargeId, :ofReference, :amount, :currency,
                :declineCode)
            on conflict (reference) do nothing
            returning *
            """)
        .param(
            "id",
            order.kind().prefix() + UuidCreator.getTimeOrderedEpoch().toString().replace("-", ""))
        .param("kind", order.kind().name().toLowerCase(Locale.ROOT))
        .param("reference", order.reference())
        .param("chargeId", chargeId)
        .param("ofReference", order.ofReference())
        .param("amount", order.amount())
        .param("currency", order.currency())
        .param("declineCode", declineCode)
        .query(FollowUps::read)
        .optional();
  }

  Optional<FollowUp> find(String reference) {
    return jdbc.sql("select * from follow_up where reference = :reference")
        .param("reference", reference)
        .query(FollowUps::read)
        .optional();
  }

  /** What the capture of that reference took and did not give back. */
  long refundable(String captureReference) {
    return jdbc.sql(
            """
            select coalesce(sum(case kind when 'capture' then amount else -amount end), 0)
            from follow_up
            where decline_code is null
              and (kind = 'capture' and reference = :capture
                or kind = 'refund' and of_reference = :capture)
            """)
        .param("capture", captureReference)
        .query(Long.class)
        .single();
  }

  private static FollowUp read(ResultSet row, int index) throws SQLException {
    return new FollowUp(
        row.getString("id"),
        new FollowUpOrder(
            Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
            row.getString("reference"),
            row.getString("of_reference"),
            row.getLong("amount"),
            row.getString("currency")),
        row.getString("decline_code"),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }
}
