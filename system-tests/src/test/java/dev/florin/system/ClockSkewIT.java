package dev.florin.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.system.PaymentApi.Answer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/**
 * the clock of one service is wrong, and jumps back while the service runs. A token may come
 * from up to a minute in the future; what decides about money asks the database for the time.
 */
@Tag("faults")
@ExtendWith(ClockStackExtension.class)
class ClockSkewIT {

  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  /** Within the minute that a token's times may be off. */
  private static final Duration WITHIN_LEEWAY = Duration.ofSeconds(-45);

  @Test
  void paymentsGoOnWhileTheirClockIsAheadAndAreRefusedInPlainWordsWhileItIsBehind(Florin florin) {
    try (SkewedClock clock = SkewedClock.of(florin, "payment")) {
      clock.set(FIVE_MINUTES);
      PaymentApi api = new PaymentApi(florin);
      Answer paid = api.pay("USER_951", "10.00", null);
      assertThat(paid.status()).as(paid.text()).isEqualTo(201);
      String manual = authorise(api, "USER_952");

      clock.set(WITHIN_LEEWAY);
      PaymentApi fresh = new PaymentApi(florin);
      Answer within = fresh.pay("USER_951", "11.00", null);
      assertThat(within.status()).as(within.text()).isEqualTo(201);
      succeeds(fresh, manual, "captures", "{\"amount\":12.00,\"final_capture\":false}");

      clock.set(FIVE_MINUTES.negated());
      String key = UUID.randomUUID().toString();
      Answer refused = new PaymentApi(florin).pay(key, "USER_951", "12.00", null);
      assertThat(refused.status()).as(refused.text()).isEqualTo(401);
      assertThat(refused.field("code")).isEqualTo("unauthenticated");
      assertThat(refused.http().headers().firstValue("WWW-Authenticate")).isPresent();
      assertThat(
              Recovery.count(
                  florin, "payment", "idempotency_record WHERE key = '%s'".formatted(key)))
          .as("nothing was begun")
          .isZero();

      clock.set(Duration.ZERO);
      Answer again = new PaymentApi(florin).pay(key, "USER_951", "12.00", null);
      assertThat(again.status()).as(again.text()).isEqualTo(201);
      succeeds(fresh, manual, "captures", "{\"amount\":8.00}");
      succeeds(fresh, manual, "refunds", "{\"amount\":5.00,\"reason\":\"returned\"}");

      requireSaneStory(fresh, paid.field("payment_id"));
      requireSaneStory(fresh, within.field("payment_id"));
      requireSaneStory(fresh, manual);
      requireEventsInOrder(florin, manual);
      assertThat(florin.log("payment")).doesNotContain("internal_error");
    }
    Recovery.requireWholeLedger(florin);
  }

  @Test
  void theLedgerKeepsTheDatabasesTimeHoweverWrongItsOwnClockIs(Florin florin) {
    try (SkewedClock clock = SkewedClock.of(florin, "account")) {
      clock.set(FIVE_MINUTES);
      PaymentApi api = new PaymentApi(florin);
      Answer paid = api.pay("USER_953", "10.00", null);
      assertThat(paid.status()).as(paid.text()).isEqualTo(201);
      String lapsing = authorise(api, "USER_954");
      String kept = authorise(api, "USER_955");
      assertThat(
              florin.query(
                  "account",
                  "SELECT bool_and(abs(extract(epoch FROM expires_at - created_at) - 1209600) < 5)"
                      + " FROM hold"))
          .as("holds last for fourteen days by one clock")
          .isEqualTo("t");

      lapsesIn(florin, kept, "2 min");
      Awaitility.await("by its own clock it has lapsed, by the database's it has not")
          .during(Duration.ofSeconds(8))
          .atMost(Duration.ofSeconds(20))
          .until(() -> holdOf(florin, kept).equals("placed"));

      clock.set(WITHIN_LEEWAY);
      lapsesIn(florin, lapsing, "0 s");
      Awaitility.await("by its own clock it has not lapsed, by the database's it has")
          .atMost(Duration.ofSeconds(20))
          .until(() -> holdOf(florin, lapsing).equals("expired"));
      PaymentApi fresh = new PaymentApi(florin);
      assertThat(fresh.pay("USER_953", "11.00", null).status()).isEqualTo(201);
      succeeds(fresh, kept, "captures", "{}");

      clock.set(FIVE_MINUTES.negated());
      Answer refused = new PaymentApi(florin).get("/api/v1/accounts?user_id=USER_953");
      assertThat(refused.status()).as(refused.text()).isEqualTo(401);
      assertThat(refused.field("code")).isEqualTo("unauthenticated");
      Answer meanwhile = fresh.pay("USER_953", "12.00", null);
      assertThat(meanwhile.status())
          .as("by the age of payment-service's token: " + meanwhile.text())
          .isIn(201, 503);
      assertThat(meanwhile.field("code")).isIn("", "account_unavailable");

      clock.set(Duration.ZERO);
      assertThat(new PaymentApi(florin).pay("USER_953", "13.00", null).status()).isEqualTo(201);
      requireSaneStory(fresh, paid.field("payment_id"));
      requireSaneStory(fresh, kept);
      requireSaneStory(fresh, lapsing);
      requireEventsInOrder(florin, kept);
    }
    Recovery.requireWholeLedger(florin);
  }

  /** A payment of 20.00 that is captured by hand. */
  private static String authorise(PaymentApi api, String user) {
    Answer authorised =
        api.post(
            "/api/v1/payments",
            UUID.randomUUID().toString(),
            """
            {"user_id":"%s","amount":20.00,"currency":"USD","payment_method":"credit_card",
            "capture_method":"manual"}"""
                .formatted(user));
    assertThat(authorised.status()).as(authorised.text()).isEqualTo(201);
    return authorised.field("payment_id");
  }

  private static void succeeds(PaymentApi api, String payment, String operation, String body) {
    String path =
        operation.equals("captures")
            ? "/api/v1/payments/%s/capture"
            : "/api/v1/payments/%s/refunds";
    Answer answer = api.post(path.formatted(payment), UUID.randomUUID().toString(), body);
    assertThat(answer.status()).as(answer.text()).isIn(200, 201);
  }

  private static void requireSaneStory(PaymentApi api, String payment) {
    Answer story = api.get("/api/v1/payments/%s/timeline".formatted(payment));
    assertThat(story.status()).as(story.text()).isEqualTo(200);
    assertThat(story.body().path("duration_ms").asLong(0)).isNotNegative();
    assertThat(story.body().path("entries")).isNotEmpty();
    for (JsonNode entry : story.body().path("entries")) {
      assertThat(entry.path("duration_ms").asLong(0)).as(entry.toString()).isNotNegative();
    }
  }

  /** In the order in which they were written, which is that of the sequence and of the commits. */
  private static void requireEventsInOrder(Florin florin, String payment) {
    String uuid = uuid(florin, payment);
    assertThat(
            florin.query(
                "payment",
                """
                SELECT count(*) > 1 AND bool_and(sequence > coalesce(before, -1))
                FROM (SELECT sequence, lag(sequence) OVER (ORDER BY id) AS before
                      FROM outbox_event WHERE aggregate_id = '%s') AS event"""
                    .formatted(uuid)))
        .isEqualTo("t");
    String written =
        florin.query(
            "payment",
            "SELECT string_agg(event_id::text, ' ' ORDER BY sequence) FROM outbox_event"
                + " WHERE aggregate_id = '%s'".formatted(uuid));
    Awaitility.await("they are heard of in that order")
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(heard(florin, payment)).isEqualTo(written));
  }

  private static String heard(Florin florin, String payment) {
    return florin.query(
        "notification",
        "SELECT string_agg(event_id::text, ' ' ORDER BY created_at) FROM notification"
            + " WHERE payment_id = '%s'".formatted(payment));
  }

  private static String uuid(Florin florin, String payment) {
    return florin.query(
        "payment", "SELECT uuid FROM payment WHERE payment_id = '%s'".formatted(payment));
  }

  private static String holdOf(Florin florin, String payment) {
    return florin.query(
        "account", "SELECT status FROM hold WHERE id = '%s:hold'".formatted(uuid(florin, payment)));
  }

  /** Past the trigger that keeps a hold's terms as they were written. */
  private static void lapsesIn(Florin florin, String payment, String interval) {
    try (Connection account = florin.connect("account");
        Statement statement = account.createStatement()) {
      account.setAutoCommit(false);
      statement.execute("ALTER TABLE hold DISABLE TRIGGER USER");
      int changed =
          statement.executeUpdate(
              "UPDATE hold SET expires_at = now() + interval '%s' WHERE id = '%s:hold'"
                  .formatted(interval, uuid(florin, payment)));
      statement.execute("ALTER TABLE hold ENABLE TRIGGER USER");
      account.commit();
      assertThat(changed).isEqualTo(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
