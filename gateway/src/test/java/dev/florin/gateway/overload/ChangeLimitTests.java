package dev.florin.gateway.overload;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangeLimitTests {

  private static final Duration NONE = Duration.ZERO;
  private static final Duration TARGET = Duration.ofMillis(100);
  private static final Duration IN_TIME = TARGET;
  private static final Duration TOO_LONG = TARGET.plusMillis(1);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private long nanos;

  @Test
  void whatIsOneTooManyIsTurnedAwayAndCounted() {
    ChangeLimit limit = limit(2, 2, 2);

    assertThat(limit.tryTake()).isTrue();
    assertThat(limit.isFull()).isFalse();
    assertThat(limit.tryTake()).isTrue();
    assertThat(limit.isFull()).isTrue();
    assertThat(limit.tryTake()).isFalse();
    limit.giveBack();
    assertThat(limit.isFull()).isFalse();
    assertThat(limit.tryTake()).isTrue();

    assertThat(meters.get("gateway.changes.turned_away").counter().count()).isEqualTo(2);
    assertThat(meters.get("gateway.changes.active").gauge().value()).isEqualTo(2);
  }

  @Test
  void theLimitFallsByAQuarterWhenMoreThanOneInTenTakeTooLong() {
    ChangeLimit limit = limit(40, 5, 100);

    window(limit, 9, 1);
    assertThat(value()).as("one in ten").isEqualTo(40);

    window(limit, 8, 2);
    assertThat(value()).isEqualTo(30);
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
  void whatMissesItsDeadlineTakesTooLong() {
    ChangeLimit limit = limit(40, 5, 100);
    nanos += SECOND.toNanos();

    for (int i = 0; i < 10; i++) {
      limit.late();
    }

    assertThat(value()).isEqualTo(30);
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
    assertThat(value()).isEqualTo(30);
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
    assertThat(limit.tryTake()).isTrue();
    assertThat(limit.tryTake()).isTrue();
    assertThat(limit.tryTake()).isTrue();

    window(limit, 10, 0);
    assertThat(value()).isEqualTo(5);
    window(limit, 10, 0);
    window(limit, 10, 0);
    assertThat(value()).isEqualTo(6);
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
    assertThat(value()).isEqualTo(30);

    nanos += Duration.ofMillis(99).toNanos();
    for (int i = 0; i < 100; i++) {
      limit.answered(TOO_LONG, NONE);
    }
    assertThat(value()).isEqualTo(30);
  }

  @Test
  void theLimitComesBackToWhereItBeganAndNoFurtherThoughNobodyNeedsIt() {
    ChangeLimit limit = limit(8, 4, 100);
    window(limit, 0, 10);
    assertThat(value()).isEqualTo(6);

    window(limit, 10, 0);
    assertThat(value()).isEqualTo(7);
    window(limit, 10, 0);
    window(limit, 10, 0);
    assertThat(value()).isEqualTo(8);
  }

  @Test
  void afterAQuietWhileTheLimitIsWhatItWasAtFirst() {
    ChangeLimit limit = limit(8, 4, 100);
    window(limit, 0, 10);

    nanos += Duration.ofSeconds(10).toNanos();
    assertThat(value()).isEqualTo(6);
    nanos++;
    assertThat(value()).isEqualTo(8);
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

  private ChangeLimit limit(int initial, int min, int max) {
    return new ChangeLimit(new OverloadProperties(TARGET, initial, min, max), meters, () -> nanos);
  }
}
