package dev.florin.benchmarks.payments;

import java.time.Duration;

/**
 * How much load.
 *
 * @param perSecond arrivals per second
 * @param warmUp how long load runs before anything is counted
 * @param measured how long is counted
 * @param inFlight how many requests may be open at once; an arrival beyond that is dropped
 * @param late how far behind its time an arrival may be sent before it counts as late
 */
record Load(int perSecond, Duration warmUp, Duration measured, int inFlight, Duration late) {

  long nanosBetweenArrivals() {
    return Duration.ofSeconds(1).toNanos() / perSecond;
  }

  long arrivalsIn(Duration time) {
    return time.toNanos() / nanosBetweenArrivals();
  }
}
