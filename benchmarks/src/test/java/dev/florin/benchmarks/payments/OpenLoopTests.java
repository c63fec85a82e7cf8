package dev.florin.benchmarks.payments;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OpenLoopTests {

  private static final Duration NEVER_LATE = Duration.ofMinutes(1);

  @Test
  void countsOnlyWhatComesAfterTheWarmUp() {
    AtomicInteger sent = new AtomicInteger();
    AtomicInteger measureBegan = new AtomicInteger();
    Load load = new Load(1_000, Duration.ofMillis(50), Duration.ofMillis(100), 1_000, NEVER_LATE);

    Measurement measured =
        new OpenLoop(
                load,
                number -> {
                  sent.incrementAndGet();
                  return number % 2 == 0 ? "201" : "402";
                })
            .run(measureBegan::incrementAndGet);

    assertThat(sent).hasValue(150);
    assertThat(measureBegan).hasValue(1);
    assertThat(measured.answeredCount()).isEqualTo(100);
    assertThat(measured.statuses()).containsEntry("201", 50L).containsEntry("402", 50L);
    assertThat(measured.errorCount()).isEqualTo(50);
  }

  @Test
  void goesOnArrivingWhileTheServerStallsAndDropsWhatDoesNotFit() {
    CountDownLatch allArrived = new CountDownLatch(1);
    Load load = new Load(1_000, Duration.ZERO, Duration.ofMillis(50), 10, NEVER_LATE);
    AtomicInteger arrived = new AtomicInteger();

    Measurement measured =
        new OpenLoop(
                load,
                number -> {
                  if (arrived.incrementAndGet() == 10) {
                    allArrived.countDown();
                  }
                  awaitUninterruptibly(allArrived);
                  return "201";
                })
            .run(() -> {});

    assertThat(measured.answeredCount() + measured.droppedCount()).isEqualTo(50);
    assertThat(measured.answeredCount()).isGreaterThanOrEqualTo(10);
  }

  @Test
  void latenciesAreToldByStatus() {
    Measurement measured = new Measurement();
    measured.answered("201", 30_000_000, false);
    measured.answered("201", 300_000_000, false);
    measured.answered("503", 2_000_000, false);

    assertThat(measured.millisAt(99, "503"::equals)).isBetween(1.9, 2.1);
    assertThat(measured.millisAt(99, "201"::equals)).isBetween(299.0, 301.0);
    assertThat(measured.countWithin(Duration.ofMillis(200), "201"::equals)).isEqualTo(1);
    assertThat(measured.millisAt(99, "402"::equals)).isZero();
  }

  @Test
  void countsLatencyFromTheTimeAPaymentWasDue() {
    Load load = new Load(10, Duration.ZERO, Duration.ofMillis(100), 10, Duration.ofNanos(1));

    Measurement measured = new OpenLoop(load, number -> "201").run(() -> {});

    assertThat(measured.lateCount()).isEqualTo(1);
    assertThat(measured.maxMillis()).isPositive();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
