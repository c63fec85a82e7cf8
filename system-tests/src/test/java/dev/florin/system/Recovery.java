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

  /** A consumer that was killed holds its partitions for its session's 45 seconds. */
  private static final Duration QUIET_WITHIN = Duration.ofMinutes(3);

  private static final String OPEN =
      "SELECT coalesce(string_agg(payment_id, ' '), '') FROM payment WHERE status = 'processing'";

  private Recovery() {}

  /**
   * Lets everything end, compares the books, then repeats what the client was not told the end of.
   */
  static void check(Florin florin, PaymentApi api, History history) {
    awaitFinal(florin, api);
    awaitQuiet(florin);
    assertThat(BookCheck.breaches(history, Books.of(florin))).isEmpty();

    history.all().stream()
        .filter(sent -> sent.end() == null)
        .forEach(sent -> ask(api, history, sent));
    awaitFinal(florin, api);
    awaitQuiet(florin);
    assertThat(BookCheck.breaches(history, Books.of(florin))).isEmpty();
    Awaitility.await("integrity")
        .atMost(QUIET_WITHIN)
        .ignoreExceptions()
        .until(() -> api.get("/api/v1/integrity").body().path("holds").asBoolean());
  }

  /** I7. Each open payment is read meanwhile, as its client would read it. */
  static void awaitFinal(Florin florin, PaymentApi api) {
    List<String> open = new ArrayList<>();
    Awaitility.await("every payment is final")
        .atMost(FINAL_WITHIN)
        .pollInterval(Duration.ofSeconds(1))
        .ignoreExceptions()
        .until(
            () -> {
              open.clear();
              open.addAll(List.of(florin.query("payment", OPEN).split(" ", -1)));
              open.remove("");
              open.forEach(id -> api.get("/api/v1/payments/" + id));
              return open.isEmpty();
            });
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
                    && count(florin, "payment", "outbox_event")
                        == count(florin, "notification", "notification")
                    && count(florin, "payment", "payment WHERE status = 'succeeded'")
                        == count(florin, "account", "transfer WHERE kind = 'settlement'"));
  }

  static long count(Florin florin, String database, String rows) {
    return Long.parseLong(florin.query(database, "SELECT count(*) FROM " + rows));
  }

  private static void ask(PaymentApi api, History history, Sent sent) {
    Awaitility.await("the end of " + sent)
        .atMost(FINAL_WITHIN)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              history.repeat(api, sent);
              return sent.end() != null;
            });
  }
}
