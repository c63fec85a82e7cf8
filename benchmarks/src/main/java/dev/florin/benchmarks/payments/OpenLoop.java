package dev.florin.benchmarks.payments;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends requests at the times they are due, whether earlier ones have been answered or not, and
 * counts each latency from the time it was due: a stalled server cannot hide behind a stalled
 * client.
 */
final class OpenLoop {

  /**
   * One request; answers its status, such as {@code 201}, with a problem's code behind it, such as
   * {@code 503 database_unavailable}, or the name of a failure.
   */
  @FunctionalInterface
  interface Request {
    String send(long number);
  }

  private final Load load;
  private final Request request;

  OpenLoop(Load load, Request request) {
    this.load = load;
    this.request = request;
  }

  /**
   * Runs warm-up and measurement.
   *
   * @param onMeasure runs when the first counted request is due
   */
  Measurement run(Runnable onMeasure) {
    Measurement measurement = new Measurement();
    Semaphore open = new Semaphore(load.inFlight());
    long warmUp = load.arrivalsIn(load.warmUp());
    long all = warmUp + load.arrivalsIn(load.measured());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      long start = System.nanoTime();
      for (long number = 0; number < all; number++) {
        long due = start + number * load.nanosBetweenArrivals();
        waitUntil(due);
        boolean counted = number >= warmUp;
        if (number == warmUp) {
          onMeasure.run();
          measurement.begin();
        }
        if (!open.tryAcquire()) {
          if (counted) {
            measurement.dropped();
          }
          continue;
        }
        long arrival = number;
        threads.execute(
            () -> {
              try {
                send(arrival, due, counted, measurement);
              } finally {
                open.release();
              }
            });
      }
    }
    measurement.end();
    return measurement;
  }

  private void send(long number, long due, boolean counted, Measurement measurement) {
    boolean late = System.nanoTime() - due > load.late().toNanos();
    String status = request.send(number);
    if (counted) {
      measurement.answered(status, System.nanoTime() - due, late);
    }
  }

  private static void waitUntil(long due) {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
