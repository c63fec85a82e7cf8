package dev.florin.gateway.route;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** One process of a service: where it is, and how it has been doing. */
final class Instance {

  /** No moment of the clock; nothing is left out until then. */
  private static final long NOT_LEFT_OUT = Long.MIN_VALUE;

  private final String base;
  private final CircuitBreaker breaker;
  private final long leftOutNanos;
  private final LongSupplier nanoClock;
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicLong leftOutUntil = new AtomicLong(NOT_LEFT_OUT);

  Instance(URI address, CircuitBreaker breaker, Duration leftOutFor, LongSupplier nanoClock) {
    this.base = address.getScheme() + "://" + address.getRawAuthority();
    this.breaker = breaker;
    this.leftOutNanos = leftOutFor.toNanos();
    this.nanoClock = nanoClock;
  }

  /** Scheme, host and port. */
  String base() {
    return base;
  }

  CircuitBreaker breaker() {
    return breaker;
  }

  int underWay() {
    return underWay.get();
  }

  void begin() {
    underWay.incrementAndGet();
  }

  void end() {
    underWay.decrementAndGet();
  }

  /** Whether another instance is to be asked first; one request at a time finds out if not so. */
  boolean isLeftOut() {
    long until = leftOutUntil.get();
    if (until == NOT_LEFT_OUT) {
      return false;
    }
    long now = nanoClock.getAsLong();
    return now - until < 0 || !leftOutUntil.compareAndSet(until, now + leftOutNanos);
  }

  /** It cannot be connected to. */
  void leaveOut() {
    leftOutUntil.set(nanoClock.getAsLong() + leftOutNanos);
  }

  /** It answered. */
  void takeBack() {
    if (leftOutUntil.get() != NOT_LEFT_OUT) {
      leftOutUntil.set(NOT_LEFT_OUT);
    }
  }
}
