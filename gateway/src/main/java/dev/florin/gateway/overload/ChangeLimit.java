package dev.florin.gateway.overload;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * How many changes (payments, deposits, transfers; not what only reads) are with the services at
 * once. A fixed number is either too small for fast services or a queue of seconds before slow
 * ones, so it is found: one more while nine of ten are answered in time, a quarter fewer when they
 * are not. The time that third parties take is not counted, since fewer requests would not make
 * them faster.
 *
 * <p>A place is taken when the whole request is there, so that nobody holds one by sending slowly.
 */
@Component
public final class ChangeLimit {

  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

  /** Passwords are slow to check on purpose, and who revokes a secret must not have to wait. */
  private static final Pattern IDENTITY =
      Pattern.compile("/api/v1/(sessions|users|merchants)(/.*)?");

  private static final int MIN_ANSWERS = 10;
  private static final long MIN_WINDOW_NANOS = Duration.ofMillis(100).toNanos();

  /** Without pressure for so long, the limit is what it was at first. */
  private static final long FORGOTTEN_AFTER_NANOS = Duration.ofSeconds(10).toNanos();

  private final OverloadProperties properties;
  private final LongSupplier nanoClock;
  private final Counter turnedAway;
  private final AtomicInteger underWay = new AtomicInteger();
  private final Object windowLock = new Object();

  private volatile int limit;
  private volatile long fellAt;
  private long windowStart;
  private int answers;
  private int slowAnswers;

  @Autowired
  ChangeLimit(OverloadProperties properties, MeterRegistry meters) {
    this(properties, meters, System::nanoTime);
  }

  ChangeLimit(OverloadProperties properties, MeterRegistry meters, LongSupplier nanoClock) {
    this.properties = properties;
    this.nanoClock = nanoClock;
    this.limit = properties.initial();
    this.windowStart = nanoClock.getAsLong();
    this.fellAt = windowStart;
    Gauge.builder("gateway.changes.limit", this, ChangeLimit::current)
        .description("Changes that may be with the services at once")
        .register(meters);
    Gauge.builder("gateway.changes.active", underWay, AtomicInteger::get)
        .description("Changes that are with the services")
        .register(meters);
    this.turnedAway =
        Counter.builder("gateway.changes.turned_away")
            .description("Changes that were turned away because too many were under way")
            .register(meters);
  }

  /**
   * Whether a request counts as a change that is limited. What identity-service does, does not.
   *
   * @param path as the client wrote it
   */
  public static boolean isLimited(String method, String path) {
    return !READS.contains(method) && path.startsWith("/api/") && !IDENTITY.matcher(path).matches();
  }

  /** Whether another change would be turned away; it is counted as such. */
  public boolean isFull() {
    if (underWay.get() < current()) {
      return false;
    }
    turnedAway.increment();
    return true;
  }

  /** Takes a place if there is one; whoever has taken it gives it back. */
  public boolean tryTake() {
    if (underWay.getAndIncrement() < current()) {
      return true;
    }
    underWay.decrementAndGet();
    turnedAway.increment();
    return false;
  }

  /** Gives a place back. */
  public void giveBack() {
    underWay.decrementAndGet();
  }

  /**
   * Learns from a change that was carried out.
   *
   * @param took the time that the services had it
   * @param thirdParties how much of that they waited for third parties
   */
  public void answered(Duration took, Duration thirdParties) {
    learn(isSlow(took, thirdParties));
  }

  /**
   * Learns from a change that a service gave up: that it took too long, or else nothing, since to
   * carry it out might have taken longer.
   *
   * @param took the time that the services had it
   * @param thirdParties how much of that they waited for third parties
   */
  public void failed(Duration took, Duration thirdParties) {
    if (isSlow(took, thirdParties)) {
      learn(true);
    }
  }

  /** Learns from a change that was not answered before its deadline. */
  public void late() {
    learn(true);
  }

  private boolean isSlow(Duration took, Duration thirdParties) {
    return took.minus(thirdParties).compareTo(properties.target()) > 0;
  }

  private void learn(boolean slow) {
    synchronized (windowLock) {
      answers++;
      slowAnswers += slow ? 1 : 0;
      long now = nanoClock.getAsLong();
      if (answers >= MIN_ANSWERS && now - windowStart >= MIN_WINDOW_NANOS) {
        adapt(now);
        windowStart = now;
        answers = 0;
        slowAnswers = 0;
      }
    }
  }

  /** It rises only where it is used, but comes back to where it began in any event. */
  private void adapt(long now) {
    int before = current();
    if (slowAnswers * 10 > answers) {
      limit = Math.max(properties.min(), before * 3 / 4);
      fellAt = now;
    } else if (before < properties.initial() || underWay.get() * 2 >= before) {
      limit = Math.min(properties.max(), before + 1);
    }
  }

  private int current() {
    boolean isForgotten = nanoClock.getAsLong() - fellAt > FORGOTTEN_AFTER_NANOS;
    return isForgotten ? Math.max(limit, properties.initial()) : limit;
  }
}
