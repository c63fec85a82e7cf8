package dev.florin.gateway.overload;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangeLimitTests {

  private static final Duration NONE = Duration.ZERO;
  private static final Duration TARGET = Duration.ofMillis(100);
  private static final Duration IN_TIME = TARGET;
  private static final Duration TOO_LONG = TARGET.plusMillis(1);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final int LINE = 4;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private long nanos;

  @Test
  void whoeverComesAtOnceOutOfACalmWaitsForAPlaceInTheOrderOfArrival() throws Exception {
    ChangeLimit limit = limit(1, 1, 1);
    List<Integer> served = Collections.synchronizedList(new ArrayList<>());
    assertThat(limit.take(SECOND)).isTrue();

    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int client = 0; client < LINE; client++) {
        int number = client;
        clients.execute(
            () -> {
              if (limit.take(LONG)) {
                served.add(number);
                limit.giveBack();
              }
            });
        awaitWaiting(client + 1);
      }
      limit.giveBack();
    }

    assertThat(served).containsExactly(0, 1, 2, 3);
    assertThat(turnedAway()).isZero();
    assertThat(meters.get("gateway.changes.active").gauge().value()).isZero();
  }

  @Test
  void whenTheLineIsFullAllButAFewAreTurnedAwayAndCounted() throws Exception {
    ChangeLimit limit = limit(1, 1, 1);
    assertThat(limit.take(SECOND)).isTrue();

    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> waiting = wait(limit, clients, LINE);
      assertThat(limit.take(SECOND)).isFalse();
      for (Future<Boolean> late : waiting.subList(1, LINE)) {
        assertThat(late.get()).isFalse();
      }
      assertThat(turnedAway()).isEqualTo(LINE);
      limit.giveBack();
      assertThat(waiting.getFirst().get()).isTrue();
    }
  }

  @Test
  void whileOthersAreTurnedAwayNoMoreThanAFewMayWait() throws Exception {
    ChangeLimit limit = limit(8, 8, 8);
    takeAll(limit, 8);
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> waiting = wait(limit, clients, LINE);
      assertThat(limit.take(SECOND)).isFalse();
      awaitWaiting(2);

      nanos += SECOND.toNanos() - 1;
      assertThat(limit.take(SECOND)).as("within a second").isFalse();
      nanos += SECOND.toNanos();
      waiting.addAll(wait(limit, clients, 3, 3));

      limit.giveBack();
      limit.giveBack();
      limit.giveBack();
      assertThat(waiting.get(0).get()).isTrue();
      assertThat(waiting.get(1).get()).isTrue();
      assertThat(waiting.getLast().get()).as("a second later").isTrue();
    }
  }

  @Test
  void nobodyIsTurnedAwayUnseenBeforeOthersWereTurnedAway() throws Exception {
    ChangeLimit limit = limit(1, 1, 1);
    assertThat(limit.take(SECOND)).isTrue();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> waiting = wait(limit, clients, LINE);

      assertThat(limit.turnsAwayUnseen()).isFalse();
      assertThat(turnedAway()).isZero();
      awaitWaiting(LINE);

      for (Future<Boolean> one : waiting) {
        limit.giveBack();
        assertThat(one.get()).isTrue();
      }
    }
  }

  @Test
  void inAnOverloadAllButOneInATenthOfASecondAreTurnedAwayUnseen() throws Exception {
    ChangeLimit limit = limit(1, 1, 1);
    assertThat(limit.take(SECOND)).isTrue();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> first = wait(limit, clients, LINE).getFirst();
      assertThat(limit.take(SECOND)).isFalse();

      nanos += SECOND.toNanos() / 2;
      assertThat(limit.turnsAwayUnseen()).as("the first after a while").isFalse();
      assertThat(limit.turnsAwayUnseen()).isTrue();
      nanos += SECOND.toNanos() / 10;
      assertThat(limit.turnsAwayUnseen()).as("a tenth of a second later").isFalse();
      assertThat(limit.turnsAwayUnseen()).isTrue();
      assertThat(turnedAway()).isEqualTo(LINE + 2);

      nanos += SECOND.toNanos() / 2;
      assertThat(limit.turnsAwayUnseen()).as("they do not keep the overload up").isFalse();
      awaitWaiting(1);
      limit.giveBack();
      assertThat(first.get()).isTrue();
      assertThat(limit.turnsAwayUnseen()).as("where there is room").isFalse();
    }
  }

  @Test
  void whoHasLittleTimeLeavesTheLineAndEndsNoCalm() throws Exception {
    ChangeLimit limit = limit(1, 1, 1);
    assertThat(limit.take(SECOND)).isTrue();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> waiting = wait(limit, clients, 1).getFirst();

      assertThat(limit.take(Duration.ofMillis(1))).isFalse();

      assertThat(turnedAway()).isEqualTo(1);
      wait(limit, clients, 2, LINE);
      limit.giveBack();
      assertThat(waiting.get()).isTrue();
      for (int one = 2; one <= LINE; one++) {
        limit.giveBack();
      }
    }
  }

  @Test
  void whoHasWaitedAsLongAsAnybodyMayEndsTheCalm() {
    var properties = new OverloadProperties(TARGET, 1, 1, 1, LINE, SECOND.multipliedBy(2));
    var limit = new ChangeLimit(properties, meters, () -> nanos);
    assertThat(limit.take(LONG)).isTrue();
    assertThat(limit.take(LONG)).isFalse();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      wait(limit, clients, 1);

      assertThat(limit.turnsAwayUnseen()).as("one waits, as many as may now").isTrue();

      limit.giveBack();
    }
  }

  @Test
  void whoIsInterruptedLeavesTheLine() throws Exception {
    ChangeLimit limit = limit(1, 1, 1);
    assertThat(limit.take(SECOND)).isTrue();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> waiting = wait(limit, clients, 1).getFirst();
      waiting.cancel(true);
      awaitWaiting(0);
    }

    limit.giveBack();

    assertThat(limit.take(SECOND)).as("the place is free again").isTrue();
    assertThat(turnedAway()).isEqualTo(1);
  }

  @Test
  void theLimitFallsWhenMoreThanOneInTenTakeTooLong() {
    ChangeLimit limit = limit(40, 5, 100);

    window(limit, 9, 1);
    assertThat(value()).as("one in ten").isEqualTo(40);

    window(limit, 8, 2);
    assertThat(value()).as("two in ten").isEqualTo(30);
    window(limit, 4, 6);
    assertThat(value()).as("six in ten").isEqualTo(15);
  }

  @Test
  void theLimitFallsNoFurtherThanItsMinimum() {
    ChangeLimit limit = limit(40, 5, 100);

    for (int i = 0; i < 20; i++) {
      window(limit, 0, 10);
    }

    assertThat(value()).isEqualTo(5);
  }

  @Test
  void whatAServiceGivesUpSaysSomethingOnlyIfItTookTooLong() {
    ChangeLimit limit = limit(40, 5, 100);
    nanos += SECOND.toNanos();

    for (int i = 0; i < 100; i++) {
      limit.failed(IN_TIME, NONE);
      limit.failed(SECOND.plus(IN_TIME), SECOND);
    }
    for (int i = 0; i < 9; i++) {
      limit.failed(TOO_LONG, NONE);
    }
    assertThat(value()).isEqualTo(40);
    limit.failed(TOO_LONG, NONE);
    assertThat(value()).isEqualTo(20);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /api/v1/payments, true",
    "PUT, /api/v1/merchantsX, true",
    "DELETE, /api/v1/payment/sessions, true",
    "GET, /api/v1/payments, false",
    "POST, /api/v1/sessions, false",
    "DELETE, /api/v1/sessions/current, false",
    "POST, /api/v1/users, false",
    "POST, /api/v1/merchants/shop/block, false",
    "POST, /oauth2/revoke, false"
  })
  void changesAreLimitedButNotIdentitys(String method, String path, boolean limited) {
    assertThat(ChangeLimit.isLimited(method, path)).isEqualTo(limited);
  }

  @Test
  void theLimitRisesToItsMaximumWhereItIsUsedAndChangesAreInTime() {
    ChangeLimit limit = limit(4, 2, 6);
    window(limit, 10, 0);
    assertThat(value()).as("not used").isEqualTo(4);
    takeAll(limit, 3);

    window(limit, 10, 0);
    assertThat(value()).isEqualTo(5);
    window(limit, 10, 0);
    window(limit, 10, 0);
    assertThat(value()).isEqualTo(6);
  }

  @Test
  void whatAnIncidentLeftBehindGoesInAQuietTime() {
    ChangeLimit limit = limit(8, 4, 100);
    window(limit, 0, 10);
    window(limit, 0, 10);
    window(limit, 0, 10);
    assertThat(value()).isEqualTo(4);

    for (int i = 0; i < 10; i++) {
      nanos += 20 * SECOND.toNanos();
      limit.answered(IN_TIME, NONE);
    }

    assertThat(value()).isEqualTo(8);
  }

  @Test
  void aSlowAnswerNowAndThenInAQuietTimeSaysNothing() {
    ChangeLimit limit = limit(40, 4, 100);

    for (int i = 0; i < 20; i++) {
      nanos += 5 * SECOND.toNanos();
      limit.answered(i % 4 == 0 ? TOO_LONG : IN_TIME, NONE);
    }

    assertThat(value()).isEqualTo(40);
  }

  @Test
  void slowAnswersThatComeSlowlyLowerTheLimitOnceThereAreEnough() {
    ChangeLimit limit = limit(40, 4, 100);

    for (int i = 0; i < 9; i++) {
      nanos += 2 * SECOND.toNanos();
      limit.answered(TOO_LONG, NONE);
    }
    assertThat(value()).isEqualTo(40);
    nanos += 2 * SECOND.toNanos();
    limit.answered(TOO_LONG, NONE);

    assertThat(value()).isEqualTo(20);
  }

  @Test
  void slowAnswersOfTheNightDoNotLowerTheLimitInTheMorning() {
    ChangeLimit limit = limit(40, 4, 100);
    for (int i = 0; i < 6; i++) {
      limit.answered(TOO_LONG, NONE);
    }
    nanos += Duration.ofHours(1).toNanos();

    for (int i = 0; i < 10; i++) {
      nanos += SECOND.toNanos() / 10;
      limit.answered(IN_TIME, NONE);
    }

    assertThat(value()).isEqualTo(40);
  }

  @Test
  void theTimeAtThirdPartiesDoesNotCount() {
    ChangeLimit limit = limit(40, 5, 100);
    nanos += SECOND.toNanos();

    for (int i = 0; i < 10; i++) {
      limit.answered(SECOND.plus(IN_TIME), SECOND);
    }

    assertThat(value()).isEqualTo(40);
  }

  @Test
  void fewAnswersOrAFewMillisecondsSayNothing() {
    ChangeLimit limit = limit(40, 5, 100);
    nanos += SECOND.toNanos();
    for (int i = 0; i < 9; i++) {
      limit.answered(TOO_LONG, NONE);
    }
    assertThat(value()).isEqualTo(40);
    limit.answered(TOO_LONG, NONE);
    assertThat(value()).isEqualTo(20);

    nanos += Duration.ofMillis(99).toNanos();
    for (int i = 0; i < 100; i++) {
      limit.answered(TOO_LONG, NONE);
    }
    assertThat(value()).isEqualTo(20);
  }

  private void window(ChangeLimit limit, int inTime, int tooLong) {
    nanos += Duration.ofMillis(100).toNanos();
    for (int i = 0; i < inTime; i++) {
      limit.answered(IN_TIME, NONE);
    }
    for (int i = 0; i < tooLong; i++) {
      limit.answered(TOO_LONG, NONE);
    }
  }

  private double value() {
    return meters.get("gateway.changes.limit").gauge().value();
  }

  private double turnedAway() {
    return TurnedAway.CHANGES.counter(meters).count();
  }

  private static void takeAll(ChangeLimit limit, int places) {
    for (int place = 0; place < places; place++) {
      assertThat(limit.take(SECOND)).isTrue();
    }
  }

  private List<Future<Boolean>> wait(ChangeLimit limit, ExecutorService clients, int count) {
    return wait(limit, clients, 1, count);
  }

  /** Lets clients wait, one behind the other; the first is the so-manieth in the line. */
  private List<Future<Boolean>> wait(
      ChangeLimit limit, ExecutorService clients, int first, int last) {
    List<Future<Boolean>> waiting = new ArrayList<>();
    for (int client = first; client <= last; client++) {
      waiting.add(clients.submit(() -> limit.take(LONG)));
      awaitWaiting(client);
    }
    return waiting;
  }

  private void awaitWaiting(int count) {
    Awaitility.await().until(() -> meters.get("gateway.changes.waiting").gauge().value() == count);
  }

  private ChangeLimit limit(int initial, int min, int max) {
    return new ChangeLimit(
        new OverloadProperties(TARGET, initial, min, max, LINE, LONG), meters, () -> nanos);
  }
}
