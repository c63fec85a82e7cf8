package dev.florin.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.system.History.Sent;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Parts fail while payments go on coming; afterwards nothing is lost and nothing is there twice.
 */
@Tag("faults")
@ExtendWith(FaultStackExtension.class)
class OutageIT {

  private static final int PER_SECOND = 6;

  /** What happens while payments come. */
  private interface Fault {
    void happen(History history) throws Exception;
  }

  /** {@code -Dflorin.test.rounds} for more than one. */
  @Test
  void everyServiceIsRestartedInGoodOrderAndNothingIsLost(Florin florin, PaymentApi api)
      throws Exception {
    int rounds = Integer.getInteger("florin.test.rounds", 1);
    History history =
        underLoad(
            florin,
            api,
            _ -> {
              for (int round = 0; round < rounds; round++) {
                for (String service :
                    List.of("notification", "risk", "channel", "account", "payment", "gateway")) {
                  florin.stop(service);
                  assertThat(florin.log(service)).contains("Graceful shutdown complete");
                  florin.start(service);
                }
              }
            });
    assertThat(history.codes()).as("what was in hand is finished").doesNotContain("internal_error");
  }

  /** {@code -Dflorin.test.kafka-outage=PT5M} for the full length. */
  @Test
  void withoutKafkaPaymentsGoOnAndTheirEventsFollow(Florin florin, PaymentApi api)
      throws Exception {
    Duration outage = Duration.parse(System.getProperty("florin.test.kafka-outage", "PT20S"));
    History history =
        underLoad(
            florin,
            api,
            _ -> {
              florin.kill("kafka");
              try {
                long end = System.nanoTime() + outage.toNanos();
                Awaitility.await("events wait")
                    .atMost(outage.plusMinutes(1))
                    .until(
                        () ->
                            System.nanoTime() > end
                                && Recovery.count(
                                        florin,
                                        "payment",
                                        "outbox_event WHERE published_at IS NULL")
                                    > PER_SECOND * outage.toSeconds() / 2);
              } finally {
                florin.start("kafka");
              }
            });
    assertThat(history.all()).allMatch(sent -> sent.end() != null, "answered with its end");
  }

  /** */
  @Test
  void aDatabaseServerThatIsKilledLosesNothingThatWasAcknowledged(Florin florin, PaymentApi api)
      throws Exception {
    History history =
        underLoad(
            florin,
            api,
            it -> {
              for (int time = 0; time < 2; time++) {
                florin.kill("postgres");
                awaitMore("met the fault", it, Heard.UNKNOWN, 3);
                florin.start("postgres");
                awaitMore("paid again", it, Heard.PAID, 10);
              }
            });
    assertThat(history.count(Heard.UNKNOWN)).isPositive();
  }

  /** whoever finds no connection is told so in time, and later everything goes on. */
  @Test
  void aPoolThatIsUsedUpIsToldInTime(Florin florin, PaymentApi api) throws Exception {
    History history = new History();
    double before = timeouts(florin);
    List<Duration> waits = new ArrayList<>();
    try (Connection outside = florin.connect("payment");
        Statement statement = outside.createStatement()) {
      outside.setAutoCommit(false);
      statement.execute("LOCK TABLE payment IN ACCESS EXCLUSIVE MODE");
      waits.addAll(atOnce(history, api, "USER_941", 60));
      outside.rollback();
    }
    assertThat(timeouts(florin))
        .as("waits for a connection that were in vain")
        .isGreaterThan(before);
    assertThat(history.all()).noneMatch(sent -> sent.heard().contains(Heard.PAID));
    assertThat(waits).allMatch(wait -> wait.compareTo(Duration.ofSeconds(11)) < 0);
    assertThat(history.codes())
        .isSubsetOf("database_unavailable", "overloaded", "deadline_exceeded");
    Recovery.check(florin, api, history);
    assertThat(history.all()).allMatch(sent -> sent.end() == Heard.PAID);
  }

  /** somebody else keeps the payer's wallet locked. */
  @Test
  void aWalletThatIsLockedByOthersDelaysItsPaymentsAndLosesNone(Florin florin, PaymentApi api)
      throws Exception {
    History history = new History();
    List<Duration> waits = new ArrayList<>();
    try (Connection outside = florin.connect("account");
        Statement statement = outside.createStatement()) {
      outside.setAutoCommit(false);
      statement.execute(
          "SELECT * FROM account WHERE merchant_id = 'demo' AND user_id = 'USER_942' FOR UPDATE");
      waits.addAll(atOnce(history, api, "USER_942", 5));
      outside.rollback();
    }
    assertThat(history.all()).noneMatch(sent -> sent.heard().contains(Heard.PAID));
    assertThat(waits).allMatch(wait -> wait.compareTo(Duration.ofSeconds(11)) < 0);
    Recovery.check(florin, api, history);
  }

  /** two of three transactions of the ledger are broken off by the database. */
  @Test
  void serialisationFailuresAreTriedAgainAndTakeNothingTwice(Florin florin, PaymentApi api)
      throws Exception {
    History history = new History();
    execute(
        florin,
        "CREATE SEQUENCE broken_off",
        """
        CREATE FUNCTION break_off() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF nextval('broken_off') % 3 <> 0 THEN
            RAISE EXCEPTION 'broken off' USING ERRCODE = '40001';
          END IF;
          RETURN NEW;
        END $$""",
        "CREATE TRIGGER break_off BEFORE INSERT ON transfer FOR EACH ROW EXECUTE FUNCTION break_off()");
    try {
      for (int i = 0; i < 12; i++) {
        history.pay(api, "USER_946", 1_00 + i, null);
      }
    } finally {
      execute(florin, "DROP TRIGGER break_off ON transfer", "DROP FUNCTION break_off");
    }
    assertThat(Long.parseLong(florin.query("account", "SELECT last_value FROM broken_off")))
        .as("broken off, and tried again")
        .isGreaterThan(12);
    execute(florin, "DROP SEQUENCE broken_off");
    assertThat(history.count(Heard.PAID)).isPositive();
    assertThat(history.codes()).isSubsetOf("account_unavailable");
    Recovery.check(florin, api, history);
  }

  /** the ledger's database lets nobody write, as one whose disk is full is made to. */
  @Test
  void aLedgerThatCannotBeWrittenTakesNothingAndSaysSo(Florin florin, PaymentApi api)
      throws Exception {
    History history = new History();
    double before = failures(florin);
    execute(
        florin, "ALTER DATABASE florin_account SET default_transaction_read_only = on", RECONNECT);
    try {
      Awaitility.await("the ledger is read-only")
          .atMost(Duration.ofSeconds(30))
          .until(() -> history.pay(api, "USER_947", 1_00, null).end() == Heard.FAILED);
      for (int i = 0; i < 10; i++) {
        assertThat(history.pay(api, "USER_947", 2_00 + i, null).end()).isEqualTo(Heard.FAILED);
      }
    } finally {
      execute(
          florin,
          "SET default_transaction_read_only = off",
          "ALTER DATABASE florin_account RESET default_transaction_read_only",
          RECONNECT);
    }
    assertThat(history.codes()).containsOnly("account_unavailable");
    assertThat(failures(florin)).as("what alerts look at").isGreaterThan(before);
    Recovery.check(florin, api, history);
    assertThat(history.pay(api, "USER_947", 3_00, null).end()).isEqualTo(Heard.PAID);
  }

  /** Whoever is connected to that database connects anew, with the settings of now. */
  private static final String RECONNECT =
      """
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()""";

  private static void execute(Florin florin, String... statements) throws SQLException {
    try (Connection account = florin.connect("account");
        Statement statement = account.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static double failures(Florin florin) {
    return florin
        .metrics("payment")
        .lines()
        .filter(line -> line.startsWith("payment_errors_total"))
        .filter(line -> line.contains("step=\"payment.balance_deduct\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** */
  @Test
  void withoutRedisPaymentsGoOnAndKeysKeepTheirAnswers(Florin florin, PaymentApi api)
      throws Exception {
    History history = new History();
    Sent known = history.begin("USER_943", 3_00, null);
    String answer = Objects.requireNonNull(history.repeat(api, known)).text();
    History during =
        underLoad(
            florin,
            api,
            it -> {
              florin.kill("redis");
              try {
                awaitMore("paid without Redis", it, Heard.PAID, 10);
                assertThat(Objects.requireNonNull(history.repeat(api, known)).text())
                    .isEqualTo(answer);
              } finally {
                florin.start("redis");
              }
              florin.freeze("redis");
              try {
                awaitMore("paid with a Redis that is silent", it, Heard.PAID, 10);
              } finally {
                florin.thaw("redis");
              }
              ReplicaIT.flushRedis(florin);
              assertThat(Objects.requireNonNull(history.repeat(api, known)).text())
                  .isEqualTo(answer);
            });
    assertThat(during.all()).allMatch(sent -> sent.end() != null, "answered with its end");
  }

  /** dead and silent. */
  @Test
  void withoutRiskOnlySmallPaymentsOfKnownPayersGoOnAndAreMarked(Florin florin, PaymentApi api) {
    History history = new History();
    assertThat(history.pay(api, "USER_944", 1_00, null).end()).isEqualTo(Heard.PAID);
    String degraded = "payment WHERE user_id = 'USER_944' AND risk_decision = 'degraded'";
    florin.kill("risk");
    try {
      assertThat(history.pay(api, "USER_944", 49_00, null).end()).isEqualTo(Heard.PAID);
      assertThat(history.pay(api, "USER_944", 51_00, null).end()).isEqualTo(Heard.FAILED);
      assertThat(history.pay(api, "USER_945", 1_00, null).end()).isEqualTo(Heard.FAILED);
    } finally {
      florin.start("risk");
    }
    assertThat(Recovery.count(florin, "payment", degraded)).isEqualTo(1);
    florin.freeze("risk");
    try {
      long begin = System.nanoTime();
      assertThat(history.pay(api, "USER_944", 48_00, null).end()).isEqualTo(Heard.PAID);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    } finally {
      florin.thaw("risk");
    }
    assertThat(Recovery.count(florin, "payment", degraded)).isEqualTo(2);
    assertThat(history.codes()).contains("risk_unavailable");
    Recovery.check(florin, api, history);
  }

  /** connections to account-service are accepted, and nothing comes back. */
  @Test
  void aServiceThatIsSilentOpensItsBreakerWhichClosesWhenItSpeaksAgain(
      Florin florin, PaymentApi api) throws Exception {
    underLoad(
        florin,
        api,
        _ -> {
          florin.freeze("account");
          try {
            awaitBreaker(florin, "open");
          } finally {
            florin.thaw("account");
          }
          awaitBreaker(florin, "closed");
        });
  }

  private static void awaitBreaker(Florin florin, String state) {
    Awaitility.await("the breaker is " + state)
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () ->
                florin
                    .metrics("payment")
                    .lines()
                    .filter(line -> line.startsWith("resilience4j_circuitbreaker_state{"))
                    .filter(line -> line.contains("name=\"account\""))
                    .filter(line -> line.contains("state=\"" + state + "\""))
                    .anyMatch(line -> line.endsWith(" 1.0")));
  }

  private static double timeouts(Florin florin) {
    return florin
        .metrics("payment")
        .lines()
        .filter(line -> line.startsWith("hikaricp_connections_timeout_total"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static History underLoad(Florin florin, PaymentApi api, Fault fault) throws Exception {
    History history = new History();
    try (Load _ = Load.start(api, history, PER_SECOND)) {
      awaitMore("paid before", history, Heard.PAID, 10);
      fault.happen(history);
      awaitMore("paid after", history, Heard.PAID, 10);
    }
    Recovery.check(florin, api, history);
    return history;
  }

  private static void awaitMore(String what, History history, Heard heard, int more) {
    long before = history.count(heard);
    Awaitility.await(what)
        .atMost(Duration.ofSeconds(90))
        .until(() -> history.count(heard) >= before + more);
  }

  /** Sends that many at once and tells how long each took. */
  private static List<Duration> atOnce(History history, PaymentApi api, String user, int count)
      throws Exception {
    List<Future<Duration>> sent = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        long cents = 1_00L + i;
        sent.add(
            threads.submit(
                () -> {
                  long begin = System.nanoTime();
                  history.pay(api, user, cents, null);
                  return Duration.ofNanos(System.nanoTime() - begin);
                }));
      }
    }
    List<Duration> waits = new ArrayList<>();
    for (Future<Duration> wait : sent) {
      waits.add(wait.get());
    }
    return waits;
  }
}
