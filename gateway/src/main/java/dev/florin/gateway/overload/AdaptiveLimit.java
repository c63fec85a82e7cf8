package dev.florin.gateway.overload;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A number of changes at once that is found rather than set: a bit more while nine of ten are
 * answered in time, a quarter fewer when they are not, half when most are not. It takes ten answers
 * to lower it. Above where it began it rises only while it is used; below, good answers are enough,
 * so that what an incident left behind goes by itself.
 */
final class AdaptiveLimit {

  private static final int MIN_ANSWERS = 10;
  private static final long MIN_WINDOW_NANOS = Duration.ofMillis(100).toNanos();
  private static final long MAX_WINDOW_NANOS = Duration.ofSeconds(10).toNanos();
  private static final long MAX_SLOW_WINDOW_NANOS = Duration.ofMinutes(1).toNanos();

  private final OverloadProperties properties;
  private final LongSupplier nanoClock;

  private volatile int value;
  private long windowStart;
  private int answers;
  private int slowAnswers;

  AdaptiveLimit(OverloadProperties properties, LongSupplier nanoClock) {
    this.properties = properties;
    this.nanoClock = nanoClock;
    this.value = properties.initial();
    this.windowStart = nanoClock.getAsLong();
  }

  int value() {
    return value;
  }

  boolean isSlow(Duration took) {
    return took.compareTo(properties.target()) > 0;
  }

  /**
   * Learns from an answer.
   *
   * @param slow whether it came too late
   * @param used whether at least half of the limit was under way
   */
  synchronized void learn(boolean slow, boolean used) {
    answers++;
    slowAnswers += slow ? 1 : 0;
    long now = nanoClock.getAsLong();
    long age = now - windowStart;
    boolean isEnough = answers >= MIN_ANSWERS && age >= MIN_WINDOW_NANOS;
    boolean isMostlySlow = slowAnswers * 2 > answers;
    // Where most run into their deadline it can take longer until there are enough to be sure.
    if (!isEnough && age < (isMostlySlow ? MAX_SLOW_WINDOW_NANOS : MAX_WINDOW_NANOS)) {
      return;
    }
    boolean isInTime = slowAnswers * 10 <= answers;
    if (isInTime && (used || value < properties.initial())) {
      value = Math.min(properties.max(), value + Math.max(1, value / 8));
    } else if (!isInTime && isEnough) {
      value = Math.max(properties.min(), isMostlySlow ? value / 2 : value * 3 / 4);
    }
    windowStart = now;
    answers = 0;
    slowAnswers = 0;
  }
}
