package dev.florin.system;

import static dev.florin.system.Scenario.APPROVED;
import static dev.florin.system.Scenario.AUTHORISED;
import static dev.florin.system.Scenario.CAPTURED;
import static dev.florin.system.Scenario.DECLINED;
import static dev.florin.system.Scenario.HELD;
import static dev.florin.system.Scenario.NOT_AUTHORISED;
import static dev.florin.system.Scenario.PENDING;
import static dev.florin.system.Scenario.REFUNDED;
import static dev.florin.system.Scenario.REFUND_UNKNOWN;
import static dev.florin.system.Scenario.REFUSED;
import static dev.florin.system.Scenario.REVIEWED;
import static dev.florin.system.Scenario.UNKNOWN;
import static dev.florin.system.Scenario.VOIDED;
import static dev.florin.system.Scenario.WITHOUT_CHANNEL;
import static dev.florin.system.Scenario.WITHOUT_RISK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.fault.FaultPoint;
import dev.florin.system.History.Sent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * a process dies at every {@link FaultPoint} there is, while a payment is on its
 * way and others come. Started again, every payment is final within a minute, and all books agree.
 * {@code -Dflorin.test.services=risk,channel} narrows it down, and so does {@code
 * -Dflorin.test.points=PAYMENT_CON.*}.
 */
@Tag("faults")
@ExtendWith(FaultStackExtension.class)
class CrashMatrixIT {

  private static final String OTHER = "USER_902";

  /** One line of the matrix. */
  private record Death(FaultPoint point, String service, Scenario scenario, int times) {

    String title() {
      return times == 1
          ? point + ", " + scenario.name()
          : "%s, %s, %d times".formatted(point, scenario.name(), times);
    }
  }

  private static List<Scenario> scenarios(FaultPoint point, String service) {
    return switch (point) {
      case PAYMENT_RISK_AFTER_CALL,
          PAYMENT_DEDUCT_AFTER_CALL,
          ACCOUNT_DEDUCT_BEFORE_COMMIT,
          ACCOUNT_DEDUCT_AFTER_COMMIT,
          RISK_KEEP_BEFORE_COMMIT,
          RISK_KEEP_AFTER_COMMIT,
          NOTIFICATION_STORE_BEFORE_COMMIT,
          NOTIFICATION_STORE_AFTER_COMMIT ->
          List.of(APPROVED);
      case PAYMENT_ACCEPT_BEFORE_COMMIT -> List.of(APPROVED, REFUNDED, REFUSED);
      case PAYMENT_ACCEPT_AFTER_COMMIT -> List.of(APPROVED, CAPTURED, REVIEWED);
      case PAYMENT_REVERSE_AFTER_CALL,
          ACCOUNT_REVERSE_BEFORE_COMMIT,
          ACCOUNT_REVERSE_AFTER_COMMIT ->
          List.of(DECLINED);
      case PAYMENT_CHANNEL_AFTER_CALL, PAYMENT_CONCLUDE_BEFORE_COMMIT ->
          List.of(APPROVED, DECLINED);
      case PAYMENT_CONCLUDE_AFTER_COMMIT -> List.of(APPROVED, DECLINED, HELD);
      case PAYMENT_AWAIT_BEFORE_COMMIT -> List.of(HELD);
      case PAYMENT_LEAVE_OPEN_BEFORE_COMMIT,
          PAYMENT_LEAVE_OPEN_AFTER_COMMIT,
          PAYMENT_TAKE_UP_AFTER_COMMIT,
          CHANNEL_ASK_BEFORE_CALL,
          CHANNEL_ASK_AFTER_CALL ->
          List.of(UNKNOWN);
      case PAYMENT_DEGRADE_AFTER_COMMIT -> List.of(WITHOUT_RISK);
      case PAYMENT_ABANDON_AFTER_COMMIT -> List.of(WITHOUT_CHANNEL);
      case PAYMENT_HOLD_AFTER_CALL, ACCOUNT_HOLD_BEFORE_COMMIT, ACCOUNT_HOLD_AFTER_COMMIT ->
          List.of(AUTHORISED);
      case PAYMENT_RELEASE_AFTER_CALL -> List.of(NOT_AUTHORISED, VOIDED);
      case ACCOUNT_RELEASE_BEFORE_COMMIT -> List.of(NOT_AUTHORISED);
      case ACCOUNT_RELEASE_AFTER_COMMIT -> List.of(VOIDED);
      case PAYMENT_POST_AFTER_CALL, ACCOUNT_CAPTURE_BEFORE_COMMIT, ACCOUNT_CAPTURE_AFTER_COMMIT ->
          List.of(CAPTURED);
      case PAYMENT_REFUND_AFTER_CALL, ACCOUNT_REFUND_BEFORE_COMMIT, ACCOUNT_REFUND_AFTER_COMMIT ->
          List.of(REFUNDED);
      case PAYMENT_FOLLOW_AFTER_CALL -> List.of(CAPTURED, VOIDED, REFUNDED);
      case PAYMENT_OPERATION_BEFORE_COMMIT, PAYMENT_OPERATION_AFTER_COMMIT ->
          List.of(CAPTURED, VOIDED, REFUND_UNKNOWN);
      case PAYMENT_OPERATION_TAKE_UP_AFTER_COMMIT -> List.of(REFUND_UNKNOWN);
      case ACCOUNT_SETTLE_BEFORE_COMMIT -> List.of(APPROVED);
      case ACCOUNT_SETTLE_AFTER_COMMIT -> List.of(CAPTURED);
      case CHANNEL_CLAIM_BEFORE_COMMIT, CHANNEL_CLAIM_AFTER_COMMIT -> List.of(APPROVED, REFUNDED);
      case CHANNEL_CHARGE_AFTER_CALL -> List.of(APPROVED, DECLINED, CAPTURED, VOIDED, REFUNDED);
      case CHANNEL_RECORD_AFTER_COMMIT -> List.of(APPROVED, CAPTURED);
      case PAYMENT_NEWS_BEFORE_COMMIT,
          PAYMENT_NEWS_AFTER_COMMIT,
          CHANNEL_HEAR_BEFORE_COMMIT,
          CHANNEL_HEAR_AFTER_COMMIT ->
          List.of(PENDING);
      case OUTBOX_BEFORE_PUBLISH, OUTBOX_AFTER_PUBLISH, OUTBOX_AFTER_MARK ->
          List.of(service.equals("channel") ? PENDING : APPROVED);
    };
  }

  /** whoever dies while money is given back dies again when it is tried once more. */
  private static final Map<FaultPoint, Scenario> COMPENSATIONS =
      Map.of(
          FaultPoint.PAYMENT_REVERSE_AFTER_CALL, DECLINED,
          FaultPoint.PAYMENT_RELEASE_AFTER_CALL, NOT_AUTHORISED,
          FaultPoint.ACCOUNT_REVERSE_BEFORE_COMMIT, DECLINED,
          FaultPoint.ACCOUNT_REVERSE_AFTER_COMMIT, DECLINED);

  private static Stream<Death> matrix(String service) {
    Pattern wanted = Pattern.compile(System.getProperty("florin.test.points", ".*"));
    return Arrays.stream(FaultPoint.values())
        .filter(point -> point.services().contains(service))
        .filter(point -> wanted.matcher(point.name()).matches())
        .flatMap(
            point ->
                scenarios(point, service).stream()
                    .map(it -> new Death(point, service, it, times(point, it))));
  }

  private static int times(FaultPoint point, Scenario scenario) {
    return scenario.equals(COMPENSATIONS.get(point)) ? 2 : 1;
  }

  @TestFactory
  Stream<DynamicContainer> everyPaymentEndsAndTheBooksAgreeWhereverAProcessDies(
      Florin florin, PaymentApi api) {
    // A payer who has paid before may go on without an assessment.
    awaitOpenWay(api, new History(), Scenario.PAYER);
    List<String> wanted = List.of(System.getProperty("florin.test.services", "").split(",", -1));
    return Arrays.stream(FaultPoint.values())
        .flatMap(point -> point.services().stream())
        .distinct()
        .filter(service -> wanted.contains("") || wanted.contains(service))
        .map(service -> DynamicContainer.dynamicContainer(service, deaths(florin, service)));
  }

  private static Stream<DynamicTest> deaths(Florin florin, String service) {
    History history = new History();
    List<DynamicTest> tests = new ArrayList<>();
    tests.add(
        DynamicTest.dynamicTest(
            service + " is started so that it can die",
            () -> {
              florin.kill(service);
              florin.start(service, fault(florin, service));
            }));
    matrix(service)
        .map(death -> DynamicTest.dynamicTest(death.title(), () -> die(florin, death, history)))
        .forEach(tests::add);
    tests.add(
        DynamicTest.dynamicTest(
            "the books agree", () -> Recovery.check(florin, new PaymentApi(florin), history)));
    return tests.stream();
  }

  private static void die(Florin florin, Death death, History history) throws IOException {
    long begin = System.nanoTime();
    PaymentApi api = new PaymentApi(florin);
    String missing = death.scenario().missing();
    awaitOpenWay(api, history, OTHER);
    Sent deadly = death.scenario().prepare(api, history);
    if (missing != null) {
      florin.kill(missing);
    }
    try {
      arm(florin, death);
      history.repeat(api, deadly);
      awaitDeath(florin, api, death);
      for (int time = 2; time <= death.times(); time++) {
        arm(florin, death);
        // It may die before it is healthy, or after.
        CommandLineResult _ = florin.run(fault(florin, death.service()), "start", death.service());
        awaitDeath(florin, api, death);
      }
      disarm(florin, death);
      history.pay(api, OTHER, 1_00, null);
      history.pay(api, OTHER, 2_00, Scenario.DECLINED_CARD);
    } finally {
      disarm(florin, death);
      florin.start(death.service(), fault(florin, death.service()));
      if (missing != null) {
        florin.start(missing);
      }
    }
    Recovery.awaitFinal(florin, api);
    death.scenario().end(api, history, deadly);
    Recovery.requireWholeLedger(florin);
    System.out.printf(
        "survived %s in %d s%n", death.title(), (System.nanoTime() - begin) / 1_000_000_000L);
  }

  /** Every service is warm, and the breakers that opened at the death before have closed. */
  private static void awaitOpenWay(PaymentApi api, History history, String user) {
    Awaitility.await("payments succeed")
        .atMost(Duration.ofMinutes(2))
        .until(() -> history.pay(api, user, 3_00, null).end() == Heard.PAID);
  }

  private static void awaitDeath(Florin florin, PaymentApi api, Death death) {
    Awaitility.await(death.point() + " is reached, and the process dies")
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              boolean dead = Files.exists(word(florin, death)) && !florin.isAlive(death.service());
              if (!dead) {
                Recovery.readOpen(florin, api);
              }
              return dead;
            });
    assertThat(word(florin, death)).hasContent(death.point().name());
  }

  private static Map<String, String> fault(Florin florin, String service) {
    return Map.of("FLORIN_FAULT_FILE", file(florin, service).toString());
  }

  private static Path file(Florin florin, String service) {
    return florin.home().resolve("fault-" + service);
  }

  private static Path word(Florin florin, Death death) {
    return florin.home().resolve("fault-" + death.service() + ".reached");
  }

  private static void arm(Florin florin, Death death) throws IOException {
    Files.deleteIfExists(word(florin, death));
    Path draft = Files.writeString(florin.home().resolve("fault.new"), death.point().name());
    Files.move(draft, file(florin, death.service()), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void disarm(Florin florin, Death death) throws IOException {
    Files.deleteIfExists(file(florin, death.service()));
  }
}
