package dev.florin.sandbox.charge;

import com.github.f4b6a3.uuid.UuidCreator;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The provider's book. */
@Repository
class Charges {

  private final JdbcClient jdbc;

  Charges(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Books the order unless its reference is booked already; empty if it is. */
  Optional<Charge> book(ChargeOrder order, @Nullable String declineCode) {
    return jdbc.sql(
            """
            insert into charge (id, reference, amount, currency, method, token, decline_code)
            values (:id, :reference, :amount, :currency, :method, :token, :declineCode)
            on conflict (reference) do nothing
            returning *
            """)
        .param("id", "ch_" + UuidCreator.getTimeOrderedEpoch().toString().replace("-", ""))
        .param("reference", order.reference())
        .param("amount", order.amount())
        .param("currency", order.currency())
        .param("method", order.method())
        .param("token", order.token())
        .param("declineCode", declineCode)
        .query(Charges::read)
        .optional();
  }

  Optional<Charge> find(String reference) {
    return jdbc.sql("select * from charge where reference = :reference")
        .param("reference", reference)
        .query(Charges::read)
        .optional();
  }

  private static Charge read(ResultSet row, int index) throws SQLException {
    return new Charge(
        row.getString("id"),
        new ChargeOrder(
            row.getString("reference"),
            row.getLong("amount"),
            row.getString("currency"),
            row.getString("method"),
            row.getString("token")),
        row.getString("decline_code"),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }
}
