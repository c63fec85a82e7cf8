package dev.florin.account.transfer;

import dev.florin.account.transfer.UserTransfer.Risk;
import dev.florin.account.transfer.UserTransfer.Status;
import dev.florin.account.transfer.UserTransfer.Terms;
import dev.florin.account.transfer.UserTransfer.Trace;
import dev.florin.money.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** A transfer as a row, and back. */
@Component
class TransferRows implements RowMapper<UserTransfer> {

  private final JsonMapper json;

  TransferRows(JsonMapper json) {
    this.json = json;
  }

  /** A share in its column. */
  record StoredShare(String toUser, long minorUnits) {}

  @Override
  public UserTransfer mapRow(ResultSet row, int rowNumber) throws SQLException {
    return new UserTransfer(
        new UserTransfer.Id(row.getObject("uuid", UUID.class)),
        terms(row),
        Status.of(row.getString("status")),
        row.getInt("resumptions"),
        row.getInt("tries"),
        risk(row),
        failure(row.getString("failure_code")),
        failure(row.getString("abandoned_for")),
        new Trace(row.getString("trace_id"), row.getString("traceparent")),
        instant(row, "created_at"),
        instant(row, "updated_at"));
  }

  /** What was asked for, as statement parameters. */
  Map<String, @Nullable Object> termsOf(Terms terms) {
    List<StoredShare> shares =
        terms.shares().stream()
            .map(share -> new StoredShare(share.toUser(), share.amount().minorUnits()))
            .toList();
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("merchantId", terms.merchantId());
    values.put("transferId", terms.transferId());
    values.put("fromUser", terms.fromUser());
    values.put("amount", terms.amount().minorUnits());
    values.put("currency", terms.amount().currencyCode());
    values.put("shares", json.writeValueAsString(shares));
    values.put("description", terms.description());
    return values;
  }

  /** What was learned since, and whose the caller believes the transfer to be. */
  Map<String, @Nullable Object> progressOf(UserTransfer transfer) {
    Risk risk = transfer.risk();
    Failure failure = transfer.failure();
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("uuid", transfer.id().value());
    values.put("resumptions", transfer.resumptions());
    values.put("riskDecision", risk == null ? null : risk.decision().wireName());
    values.put("riskLevel", risk == null ? null : risk.level());
    values.put("riskScore", risk == null ? null : risk.score());
    values.put("failureCode", failure == null ? null : failure.code());
    return values;
  }

  private Terms terms(ResultSet row) throws SQLException {
    String currency = row.getString("currency");
    List<Share> shares =
        Arrays.stream(json.readValue(row.getString("shares"), StoredShare[].class))
            .map(share -> new Share(share.toUser(), Money.ofMinor(share.minorUnits(), currency)))
            .toList();
    return new Terms(
        row.getString("merchant_id"),
        row.getString("transfer_id"),
        row.getString("from_user"),
        Money.ofMinor(row.getLong("amount"), currency),
        shares,
        row.getString("description"));
  }

  private static @Nullable Risk risk(ResultSet row) throws SQLException {
    String decision = row.getString("risk_decision");
    return decision == null
        ? null
        : new Risk(
            Risk.Decision.valueOf(decision.toUpperCase(Locale.ROOT)),
            row.getString("risk_level"),
            row.getObject("risk_score", Integer.class));
  }

  private static @Nullable Failure failure(@Nullable String code) {
    return code == null ? null : Failure.of(code);
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
