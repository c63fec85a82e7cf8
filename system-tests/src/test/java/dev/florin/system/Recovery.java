package dev.florin.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.system.History.Sent;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** The time after a fault: everything that was begun comes to its end, then the books are read. */
final class Recovery {

  private static final Duration FINAL_WITHIN = Duration.ofSeconds(60);

  /** A relay that was killed holds its partitions for 20 seconds, a consumer for 10. */
  private static final Duration QUIET_WITHIN = Duration.ofMinutes(1);

  private static final String OPEN =
      """
      SELECT coalesce(string_agg(payment_id, ' '), '') FROM payment
      WHERE status = 'processing'
         OR uuid IN (SELECT payment_uuid FROM payment_operation WHERE status = 'pending')\
      """;

  private static final String TO_SETTLE =
      """
      SELECT (SELECT count(*) FROM payment
              WHERE status = 'succeeded' AND capture_method = 'automatic')
           + (SELECT count(*) FROM payment_operation
              WHERE status = 'succeeded' AND kind = 'capture')\
      """;

  private Recovery() {}

  /**
   * Lets everything end, compares the books, then repeats what the client was not told the end of.
   */
  static void check(Florin florin, PaymentApi api, History history) {
    awaitFinal(florin, api);
    awaitQuiet(florin);
    assertThat(BookCheck.breaches(history, Books.of(florin))).isEmpty();

    history.all().forEach(sent -> awaitEnd(api, history, sent));
    awaitFinal(florin, api);
    awaitQuiet(florin);
    assertThat(BookCheck.breaches(history, Books.of(florin))).isEmpty();
    Awaitility.await("integrity")
        .atMost(QUIET_WITHIN)
        .ignoreExceptions()
        .until(() -> api.get("/api/v1/integrity").body().path("holds").asBoolean());
  }

  /** I7, of what is done to payments too. Each open one is read meanwhile, as its client would. */
  static void awaitFinal(Florin florin, PaymentApi api) {
    Awaitility.await("every payment is final")
        .atMost(FINAL_WITHIN)
        .pollInterval(Duration.ofSeconds(1))
        .ignoreExceptions()
        .until(() -> readOpen(florin, api).isEmpty());
  }

  /** What is open of payments; each is read, so that it is looked at soon. */
  static List<String> readOpen(Florin florin, PaymentApi api) {
    List<String> open = new ArrayList<>(List.of(florin.query("payment", OPEN).split(" ", -1)));
    open.remove("");
    open.forEach(id -> api.get("/api/v1/payments/" + id));
    open.forEach(id -> api.get("/api/v1/payments/" + id + "/refunds"));
    return open;
  }

  /** Whether the ledger is whole by itself, whatever is still on its way. */
  static void requireWholeLedger(Florin florin) {
    try (Connection account = florin.connect("account")) {
      assertThat(LedgerBreaches.ever(account)).isEmpty();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static void awaitQuiet(Florin florin) {
    Awaitility.await("every event is published and had its effects")
        .atMost(QUIET_WITHIN)
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () ->
                count(florin, "payment", "outbox_event WHERE published_at IS NULL") == 0
                    && count(florin, "channel", "outbox_event WHERE published_at IS NULL") == 0
                    && count(florin, "payment", "outbox_event")
                        == count(florin, "notification", "notification")
                    && count(florin, "channel", "outbox_event")
                        == count(florin, "payment", "inbox_event")
                    && Long.parseLong(florin.query("payment", TO_SETTLE))
                        == count(florin, "account", "transfer WHERE kind = 'settlement'"));
  }

  static long count(Florin florin, String database, String rows) {
    return Long.parseLong(florin.query(database, "SELECT count(*) FROM " + rows));
  }

  /** Repeats a request until its client is told the end; one that has been told repeats nothing. */
  static void awaitEnd(PaymentApi api, History history, Sent sent) {
    Awaitility.await("the end of " + sent)
        .atMost(FINAL_WITHIN)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              if (sent.end() == null) {
                history.repeat(api, sent);
              }
              return sent.end() != null;
            });
  }
}
