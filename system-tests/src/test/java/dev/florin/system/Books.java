package dev.florin.system;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What every party has written down: the payments and their history, what was done to them, the
 * ledger, the attempts, the provider's book, events and notifications. Amounts are minor units.
 *
 * @param keys what each idempotency key began: a payment, an operation or a review
 * @param payments by their internal id
 * @param operations by their internal id
 * @param reviews the internal ids of the decisions
 * @param holds the status of each, by its id
 * @param charges by our reference; also what followed them: captures, voids, refunds
 * @param news what channels told of attempts without being asked
 * @param heard the events that payment-service has taken
 * @param ledger what is broken in the ledger by itself
 */
record Books(
    Map<String, String> keys,
    Map<String, Payment> payments,
    Map<String, Operation> operations,
    Set<String> reviews,
    List<Move> moves,
    Map<String, Transfer> transfers,
    Map<String, String> holds,
    List<Attempt> attempts,
    Map<String, Charge> charges,
    List<Event> events,
    List<String> notified,
    List<Event> news,
    List<String> heard,
    List<String> ledger) {

  /**
   * A payment.
   *
   * @param manual whether it is captured by operations of its own
   */
  record Payment(
      String uuid, boolean manual, long amount, String currency, String status, int version) {}

  /**
   * What is done to a payment.
   *
   * @param kind capture, void, expiry, refund or late_refund
   */
  record Operation(String uuid, String payment, String kind, long amount, String status) {}

  /** One move of a payment. */
  record Move(String payment, int version, String from, String to) {}

  /** One transfer; declined ones moved nothing. */
  record Transfer(String id, String kind, boolean posted, long amount) {}

  /**
   * One try at a channel.
   *
   * @param operation charge, authorise, capture, void or refund
   */
  record Attempt(
      String id, String payment, String operation, long amount, String currency, String status) {}

  /** One line of the provider's book. */
  record Charge(String reference, long amount, String currency, boolean approved) {}

  record Event(String id, String payment, String type, boolean published) {}

  private interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  static Books of(Florin florin) {
    try (Connection payment = florin.connect("payment");
        Connection account = florin.connect("account");
        Connection channel = florin.connect("channel");
        Connection sandbox = florin.connect("sandbox");
        Connection notification = florin.connect("notification")) {
      Map<String, String> keys = new LinkedHashMap<>();
      all(payment, "SELECT key, work_uuid FROM idempotency_record", Books::pair)
          .forEach(pair -> keys.put(pair.getFirst(), pair.getLast()));
      Map<String, String> holds = new LinkedHashMap<>();
      all(account, "SELECT id, status FROM hold", Books::pair)
          .forEach(pair -> holds.put(pair.getFirst(), pair.getLast()));
      return new Books(
          keys,
          by(all(payment, "SELECT * FROM payment", Books::payment), Payment::uuid),
          by(all(payment, "SELECT * FROM payment_operation", Books::operation), Operation::uuid),
          Set.copyOf(all(payment, "SELECT uuid FROM payment_review", row -> row.getString(1))),
          all(
              payment,
              "SELECT * FROM payment_transition ORDER BY payment_uuid, version",
              Books::move),
          by(all(account, TRANSFERS, Books::transfer), Transfer::id),
          holds,
          all(channel, "SELECT * FROM attempt", Books::attempt),
          by(all(sandbox, CHARGES, Books::charge), Charge::reference),
          all(payment, "SELECT * FROM outbox_event", Books::event),
          all(notification, "SELECT event_id FROM notification", row -> row.getString(1)),
          all(channel, "SELECT * FROM outbox_event", Books::event),
          all(payment, "SELECT event_id FROM inbox_event", row -> row.getString(1)),
          LedgerBreaches.ever(account));
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static final String TRANSFERS =
      """
      SELECT id, kind, decline_code,
             (SELECT coalesce(sum(amount), 0) FROM posting
              WHERE transfer_id = transfer.id AND direction = 'debit') AS amount
      FROM transfer
      WHERE kind IN ('deduction', 'reversal', 'capture', 'refund', 'settlement')\
      """;

  private static final String CHARGES =
      """
      SELECT reference, amount, currency, status = 'approved' AS approved FROM charge
      UNION ALL
      SELECT reference, amount, currency, decline_code IS NULL FROM follow_up\
      """;

  private static List<String> pair(ResultSet row) throws SQLException {
    return List.of(row.getString(1), row.getString(2));
  }

  private static Payment payment(ResultSet row) throws SQLException {
    return new Payment(
        row.getString("uuid"),
        row.getString("capture_method").equals("manual"),
        row.getLong("amount"),
        row.getString("currency"),
        row.getString("status"),
        row.getInt("version"));
  }

  private static Operation operation(ResultSet row) throws SQLException {
    return new Operation(
        row.getString("uuid"),
        row.getString("payment_uuid"),
        row.getString("kind"),
        row.getLong("amount"),
        row.getString("status"));
  }

  private static Move move(ResultSet row) throws SQLException {
    return new Move(
        row.getString("payment_uuid"),
        row.getInt("version"),
        row.getString("from_status"),
        row.getString("to_status"));
  }

  private static Transfer transfer(ResultSet row) throws SQLException {
    return new Transfer(
        row.getString("id"),
        row.getString("kind"),
        isMissing(row.getString("decline_code")),
        row.getLong("amount"));
  }

  private static Attempt attempt(ResultSet row) throws SQLException {
    return new Attempt(
        row.getString("id"),
        row.getString("payment_uuid"),
        row.getString("operation"),
        row.getLong("amount"),
        row.getString("currency"),
        row.getString("status"));
  }

  private static Charge charge(ResultSet row) throws SQLException {
    return new Charge(
        row.getString("reference"),
        row.getLong("amount"),
        row.getString("currency"),
        row.getBoolean("approved"));
  }

  private static Event event(ResultSet row) throws SQLException {
    return new Event(
        row.getString("event_id"),
        row.getString("aggregate_id"),
        row.getString("type"),
        !isMissing(row.getString("published_at")));
  }

  private static boolean isMissing(@Nullable String value) {
    return value == null;
  }

  private static <T> Map<String, T> by(List<T> rows, Function<T, String> name) {
    Map<String, T> named = new LinkedHashMap<>();
    rows.forEach(row -> named.put(name.apply(row), row));
    return named;
  }

  private static <T> List<T> all(Connection connection, String query, Reader<T> reader)
      throws SQLException {
    List<T> read = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        read.add(reader.read(rows));
      }
    }
    return read;
  }
}
