package dev.florin.system;

import static dev.florin.system.CrashMatrixIT.Scenario.APPROVED;
import static dev.florin.system.CrashMatrixIT.Scenario.DECLINED;
import static dev.florin.system.CrashMatrixIT.Scenario.UNKNOWN;
import static dev.florin.system.CrashMatrixIT.Scenario.WITHOUT_CHANNEL;
import static dev.florin.system.CrashMatrixIT.Scenario.WITHOUT_RISK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.fault.FaultPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * a process dies at every {@link FaultPoint} there is, while a payment is on its
 * way and others come. Started again, every payment is final within a minute, and all books agree.
 * {@code -Dflorin.test.services=risk,channel} narrows it down.
 */
@Tag("faults")
@ExtendWith(FaultStackExtension.class)
class CrashMatrixIT {

  private static final String DECLINED_CARD = "tok_4000000000000002";
  private static final String PAYER = "USER_901";
  private static final String OTHER = "USER_902";

  /** What must happen to a payment so that it passes a point. */
  enum Scenario {
    APPROVED(null, null),
    DECLINED(DECLINED_CARD, null),
    UNKNOWN("tok_timeout_charged", null),
    WITHOUT_RISK(null, "risk"),
    WITHOUT_CHANNEL(null, "channel");

    private final @Nullable String token;
    private final @Nullable String missing;

    Scenario(@Nullable String token, @Nullable String missing) {
      this.token = token;
      this.missing = missing;
    }
  }

  /** One line of the matrix. */
  private record Death(FaultPoint point, Scenario scenario, int times) {

    String title() {
      return times == 1
          ? point + ", " + scenario
          : "%s, %s, %d times".formatted(point, scenario, times);
    }
  }

  private static List<Scenario> scenarios(FaultPoint point) {
    return switch (point) {
      case PAYMENT_ACCEPT_BEFORE_COMMIT,
          PAYMENT_ACCEPT_AFTER_COMMIT,
          PAYMENT_RISK_AFTER_CALL,
          PAYMENT_DEDUCT_AFTER_CALL,
          OUTBOX_AFTER_MARK,
          ACCOUNT_DEDUCT_BEFORE_COMMIT,
          ACCOUNT_DEDUCT_AFTER_COMMIT,
          ACCOUNT_SETTLE_BEFORE_COMMIT,
          ACCOUNT_SETTLE_AFTER_COMMIT,
          RISK_KEEP_BEFORE_COMMIT,
          RISK_KEEP_AFTER_COMMIT,
          CHANNEL_CLAIM_BEFORE_COMMIT,
          CHANNEL_CLAIM_AFTER_COMMIT ->
          List.of(APPROVED);
      case PAYMENT_REVERSE_AFTER_CALL,
          ACCOUNT_REVERSE_BEFORE_COMMIT,
          ACCOUNT_REVERSE_AFTER_COMMIT ->
          List.of(DECLINED);
      case PAYMENT_CHANNEL_AFTER_CALL,
          PAYMENT_CONCLUDE_BEFORE_COMMIT,
          PAYMENT_CONCLUDE_AFTER_COMMIT,
          OUTBOX_BEFORE_PUBLISH,
          OUTBOX_AFTER_PUBLISH,
          CHANNEL_CHARGE_AFTER_CALL,
          CHANNEL_RECORD_AFTER_COMMIT,
          NOTIFICATION_STORE_BEFORE_COMMIT,
          NOTIFICATION_STORE_AFTER_COMMIT ->
          List.of(APPROVED, DECLINED);
      case PAYMENT_LEAVE_OPEN_BEFORE_COMMIT,
          PAYMENT_LEAVE_OPEN_AFTER_COMMIT,
          PAYMENT_TAKE_UP_AFTER_COMMIT,
          CHANNEL_ASK_BEFORE_CALL,
          CHANNEL_ASK_AFTER_CALL ->
          List.of(UNKNOWN);
      case PAYMENT_DEGRADE_AFTER_COMMIT -> List.of(WITHOUT_RISK);
      case PAYMENT_ABANDON_AFTER_COMMIT -> List.of(WITHOUT_CHANNEL);
    };
  }

  /** whoever dies while giving money back dies again when it is tried once more. */
  private static final Death TWICE = new Death(FaultPoint.PAYMENT_REVERSE_AFTER_CALL, DECLINED, 2);

  private static Stream<Death> matrix(String service) {
    Stream<Death> once =
        Arrays.stream(FaultPoint.values())
            .flatMap(point -> scenarios(point).stream().map(it -> new Death(point, it, 1)));
    return Stream.concat(once, Stream.of(TWICE))
        .filter(death -> death.point().service().equals(service));
  }

  @TestFactory
  Stream<DynamicContainer> everyPaymentEndsAndTheBooksAgreeWhereverAProcessDies(
      Florin florin, PaymentApi api) {
    // A payer who has paid before may go on without an assessment.
    awaitOpenWay(api, new History(), PAYER);
    List<String> wanted = List.of(System.getProperty("florin.test.services", "").split(",", -1));
    return Arrays.stream(FaultPoint.values())
        .map(FaultPoint::service)
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
              florin.start(service, fault(florin));
            }));
    matrix(service)
        .map(death -> DynamicTest.dynamicTest(death.title(), () -> die(florin, death, history)))
        .forEach(tests::add);
    tests.add(
        DynamicTest.dynamicTest(
            "the books agree",
            () -> {
              florin.kill(service);
              florin.start(service);
              Recovery.check(florin, new PaymentApi(florin), history);
            }));
    return tests.stream();
  }

  private static void die(Florin florin, Death death, History history) throws IOException {
    PaymentApi api = new PaymentApi(florin);
    String service = death.point().service();
    String missing = death.scenario().missing;
    awaitOpenWay(api, history, OTHER);
    if (missing != null) {
      florin.kill(missing);
    }
    try {
      ProcessHandle process = florin.handle(service);
      arm(florin, death.point());
      history.pay(api, PAYER, 12_34, death.scenario().token);
      awaitDeath(florin, process, death.point());
      for (int time = 2; time <= death.times(); time++) {
        arm(florin, death.point());
        // It may die before it is healthy, or after.
        CommandLineResult _ = florin.run(fault(florin), "start", service);
        awaitDeath(florin, florin.handle(service), death.point());
      }
      disarm(florin);
      history.pay(api, OTHER, 1_00, null);
      history.pay(api, OTHER, 2_00, DECLINED_CARD);
    } finally {
      disarm(florin);
      florin.start(service, fault(florin));
      if (missing != null) {
        florin.start(missing);
      }
    }
    Recovery.awaitFinal(florin, api);
    Recovery.requireWholeLedger(florin);
    System.out.println("survived " + death.title());
  }

  /** Every service is warm, and the breakers that opened at the death before have closed. */
  private static void awaitOpenWay(PaymentApi api, History history, String user) {
    Awaitility.await("payments succeed")
        .atMost(Duration.ofMinutes(2))
        .until(() -> history.pay(api, user, 3_00, null).end() == Heard.PAID);
  }

  private static void awaitDeath(Florin florin, ProcessHandle process, FaultPoint point) {
    Awaitility.await(point + " is reached, and the process dies")
        .atMost(Duration.ofMinutes(2))
        .until(() -> Files.exists(word(florin)) && !Florin.isAlive(process));
    assertThat(word(florin)).hasContent(point.name());
  }

  private static Map<String, String> fault(Florin florin) {
    return Map.of("FLORIN_FAULT_FILE", file(florin).toString());
  }

  private static Path file(Florin florin) {
    return florin.home().resolve("fault");
  }

  private static Path word(Florin florin) {
    return florin.home().resolve("fault.reached");
  }

  private static void arm(Florin florin, FaultPoint point) throws IOException {
    Files.deleteIfExists(word(florin));
    Path draft = Files.writeString(florin.home().resolve("fault.new"), point.name());
    Files.move(draft, file(florin), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void disarm(Florin florin) throws IOException {
    Files.deleteIfExists(file(florin));
  }
}
