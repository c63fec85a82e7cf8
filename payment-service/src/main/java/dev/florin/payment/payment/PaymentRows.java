package dev.florin.payment.payment;

import dev.florin.money.Money;
import dev.florin.payment.payment.Payment.CaptureMethod;
import dev.florin.payment.payment.Payment.Charge;
import dev.florin.payment.payment.Payment.Failure;
import dev.florin.payment.payment.Payment.Funds;
import dev.florin.payment.payment.Payment.Method;
import dev.florin.payment.payment.Payment.NextAction;
import dev.florin.payment.payment.Payment.Risk;
import dev.florin.payment.payment.Payment.Status;
import dev.florin.payment.payment.Payment.Terms;
import dev.florin.payment.payment.Payment.Trace;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** A payment as a row, and back. */
@Component
class PaymentRows implements RowMapper<Payment> {

  private static final TypeReference<TreeMap<String, String>> METADATA = new TypeReference<>() {};

  private final JsonMapper json;

  PaymentRows(JsonMapper json) {
    this.json = json;
  }

  @Override
  public Payment mapRow(ResultSet row, int rowNumber) throws SQLException {
    return new Payment(
        new Payment.Id(row.getObject("uuid", UUID.class)),
        terms(row),
        Status.valueOf(upper(row.getString("status"))),
        row.getInt("version"),
        row.getInt("resumptions"),
        row.getInt("tries"),
        risk(row),
        charge(row),
        failure(row),
        error(row.getString("abandoned_for")),
        funds(row),
        new Trace(row.getString("trace_id"), row.getString("traceparent")),
        instant(row, "created_at"),
        instant(row, "updated_at"));
  }

  /** What was asked for, as statement parameters. */
  Map<String, @Nullable Object> termsOf(Terms terms) {
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("merchantId", terms.merchantId());
    values.put("paymentId", terms.paymentId());
    values.put("userId", terms.userId());
    values.put("amount", terms.amount().minorUnits());
    values.put("currency", terms.amount().currencyCode());
    values.put("method", terms.method().wireName());
    values.put("captureMethod", terms.captureMethod().wireName());
    values.put("token", terms.token());
    values.put("description", terms.description());
    values.put("metadata", json.writeValueAsString(terms.metadata()));
    return values;
  }

  /** What was learned since, and where the caller believes the payment to be. */
  Map<String, @Nullable Object> progressOf(Payment payment) {
    Risk risk = payment.risk();
    Charge charge = payment.charge();
    Failure failure = payment.failure();
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("uuid", payment.id().value());
    values.put("version", payment.version());
    values.put("resumptions", payment.resumptions());
    values.put("riskDecision", risk == null ? null : risk.decision().wireName());
    values.put("riskLevel", risk == null ? null : risk.level());
    values.put("riskScore", risk == null ? null : risk.score());
    values.put("channel", charge == null ? null : charge.channel());
    values.put("transactionId", charge == null ? null : charge.transactionId());
    values.put("message", charge == null ? null : charge.message());
    values.put("nextAction", charge == null ? null : text(charge.nextAction()));
    values.put("failureCode", failure == null ? null : failure.error().code());
    values.put("declineCode", failure == null ? null : failure.declineCode());
    return values;
  }

  private Terms terms(ResultSet row) throws SQLException {
    return new Terms(
        row.getString("merchant_id"),
        row.getString("payment_id"),
        row.getString("user_id"),
        Money.ofMinor(row.getLong("amount"), row.getString("currency")),
        Method.valueOf(upper(row.getString("payment_method"))),
        CaptureMethod.valueOf(upper(row.getString("capture_method"))),
        row.getString("payment_token"),
        row.getString("description"),
        json.readValue(row.getString("metadata"), METADATA));
  }

  private static Funds funds(ResultSet row) throws SQLException {
    String currency = row.getString("currency");
    OffsetDateTime captureBefore = row.getObject("capture_before", OffsetDateTime.class);
    return new Funds(
        Money.ofMinor(row.getLong("capturable"), currency),
        Money.ofMinor(row.getLong("captured"), currency),
        Money.ofMinor(row.getLong("refunded"), currency),
        captureBefore == null ? null : captureBefore.toInstant(),
        row.getLong("event_sequence"));
  }

  private static @Nullable Risk risk(ResultSet row) throws SQLException {
    String decision = row.getString("risk_decision");
    return decision == null
        ? null
        : new Risk(
            Risk.Decision.valueOf(upper(decision)),
            row.getString("risk_level"),
            row.getObject("risk_score", Integer.class));
  }

  private @Nullable Charge charge(ResultSet row) throws SQLException {
    String channel = row.getString("channel");
    String transactionId = row.getString("transaction_id");
    String message = row.getString("message");
    String action = row.getString("next_action");
    return channel == null && transactionId == null && message == null && action == null
        ? null
        : new Charge(
            channel,
            transactionId,
            message,
            action == null ? null : json.readValue(action, NextAction.class));
  }

  private @Nullable String text(@Nullable NextAction action) {
    return action == null ? null : json.writeValueAsString(action);
  }

  private static @Nullable Failure failure(ResultSet row) throws SQLException {
    PaymentError error = error(row.getString("failure_code"));
    return error == null ? null : new Failure(error, row.getString("decline_code"));
  }

  private static @Nullable PaymentError error(@Nullable String code) {
    return code == null ? null : PaymentError.valueOf(upper(code));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static String upper(String code) {
    return code.toUpperCase(Locale.ROOT);
  }
}
