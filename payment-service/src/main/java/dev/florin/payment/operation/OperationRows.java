package dev.florin.payment.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.florin.money.Money;
import dev.florin.payment.operation.Operation.Kind;
import dev.florin.payment.operation.Operation.Part;
import dev.florin.payment.operation.Operation.Progress;
import dev.florin.payment.operation.Operation.Status;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.Payment.Charge;
import dev.florin.payment.payment.Payment.Failure;
import dev.florin.payment.payment.Payment.Trace;
import dev.florin.payment.payment.PaymentError;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** An operation as a row joined with its payment's currency, and back. */
@Component
class OperationRows implements RowMapper<Operation> {

  private static final TypeReference<List<StoredPart>> PARTS = new TypeReference<>() {};

  /** A part as it is stored; the amount in minor units. What is as usual is left out. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record StoredPart(String of, long amount, @Nullable Integer number, @Nullable Progress progress) {

    static StoredPart from(Part part) {
      return new StoredPart(
          part.ofAttempt(),
          part.amount().minorUnits(),
          part.number() == 1 ? null : part.number(),
          part.progress() == Progress.OPEN ? null : part.progress());
    }

    Part toPart(String currency) {
      return new Part(
          of,
          Money.ofMinor(amount, currency),
          number == null ? 1 : number,
          progress == null ? Progress.OPEN : progress);
    }
  }

  private final JsonMapper json;

  OperationRows(JsonMapper json) {
    this.json = json;
  }

  @Override
  public Operation mapRow(ResultSet row, int rowNumber) throws SQLException {
    String currency = row.getString("currency");
    return new Operation(
        new Operation.Id(row.getObject("uuid", UUID.class)),
        new Payment.Id(row.getObject("payment_uuid", UUID.class)),
        Kind.valueOf(upper(row.getString("kind"))),
        Money.ofMinor(row.getLong("amount"), currency),
        row.getBoolean("final_capture"),
        row.getString("reason"),
        parts(row.getString("parts"), currency),
        row.getString("counts_attempt"),
        Status.valueOf(upper(row.getString("status"))),
        row.getInt("resumptions"),
        row.getInt("tries"),
        charge(row),
        failure(row),
        row.getString("decline_code"),
        row.getString("requested_by"),
        new Trace(row.getString("trace_id"), row.getString("traceparent")),
        instant(row, "created_at"),
        instant(row, "updated_at"));
  }

  /** All of it, as statement parameters. */
  Map<String, @Nullable Object> valuesOf(Operation operation) {
    Charge charge = operation.charge();
    Failure failure = operation.failure();
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("uuid", operation.id().value());
    values.put("paymentUuid", operation.paymentId().value());
    values.put("kind", operation.kind().code());
    values.put("amount", operation.amount().minorUnits());
    values.put("finalCapture", operation.finalCapture());
    values.put("reason", operation.reason());
    values.put(
        "parts",
        json.writeValueAsString(operation.parts().stream().map(StoredPart::from).toList()));
    values.put("countsAttempt", operation.countsAttempt());
    values.put("resumptions", operation.resumptions());
    values.put("channel", charge == null ? null : charge.channel());
    values.put("transactionId", charge == null ? null : charge.transactionId());
    values.put("message", charge == null ? null : charge.message());
    values.put("failureCode", failure == null ? null : failure.error().code());
    values.put("declineCode", operation.declineCode());
    values.put("requestedBy", operation.requestedBy());
    values.put("traceId", operation.trace().traceId());
    values.put("traceparent", operation.trace().traceparent());
    return values;
  }

  private List<Part> parts(String stored, String currency) {
    return json.readValue(stored, PARTS).stream().map(part -> part.toPart(currency)).toList();
  }

  private static @Nullable Charge charge(ResultSet row) throws SQLException {
    String channel = row.getString("channel");
    String transactionId = row.getString("transaction_id");
    String message = row.getString("message");
    return channel == null && transactionId == null && message == null
        ? null
        : new Charge(channel, transactionId, message);
  }

  private static @Nullable Failure failure(ResultSet row) throws SQLException {
    String code = row.getString("failure_code");
    return code == null
        ? null
        : new Failure(PaymentError.valueOf(upper(code)), row.getString("decline_code"));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static String upper(String code) {
    return code.toUpperCase(Locale.ROOT);
  }
}
