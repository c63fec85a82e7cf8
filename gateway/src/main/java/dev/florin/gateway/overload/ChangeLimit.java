package dev.florin.gateway.overload;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * How many changes (payments, deposits, transfers; not what only reads) are with the services at
 * once, and who waits for a place. A fixed number is either too small for fast services or a queue
 * of seconds before slow ones, so it is found. The time that third parties take is not counted,
 * since fewer requests would not make them faster.
 *
 * <p>Many at once out of a calm wait in a line. When the line is full, or one has waited in it for
 * as long as anybody may, more is asked for than can be done: whoever waits any longer is answered
 * too late, so all but a few are turned away, and for as long as that goes on nobody waits but
 * those few.
 *
 * <p>A place is taken when the whole request is there, so that nobody holds one by sending slowly.
 */
@Component
public final class ChangeLimit {

  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

  /** Passwords are slow to check on purpose, and who revokes a secret must not have to wait. */
  private static final Pattern IDENTITY =
      Pattern.compile("/api/v1/(sessions|users|merchants)(/.*)?");

  /** Nobody was turned away for want of room for so long: it is calm again. */
  private static final long CALM_AFTER_NANOS = Duration.ofSeconds(1).toNanos();

  private static final long LOOK_NANOS = Duration.ofMillis(100).toNanos();

  private final AdaptiveLimit limit;
  private final int longestLine;
  private final Duration longestWait;
  private final LongSupplier nanoClock;
  private final Counter turnedAway;

  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<CompletableFuture<Boolean>> line = new ArrayDeque<>();
  private final AtomicInteger underWay = new AtomicInteger();
  private volatile int waiting;
  private long lastFull;
  private long lastLook;

  @Autowired
  ChangeLimit(OverloadProperties properties, MeterRegistry meters) {
    this(properties, meters, System::nanoTime);
  }

  ChangeLimit(OverloadProperties properties, MeterRegistry meters, LongSupplier nanoClock) {
    this.limit = new AdaptiveLimit(properties, nanoClock);
    this.longestLine = properties.line();
    this.longestWait = properties.longestWait();
    this.nanoClock = nanoClock;
    this.lastFull = nanoClock.getAsLong() - CALM_AFTER_NANOS;
    this.lastLook = nanoClock.getAsLong();
    Gauge.builder("gateway.changes.limit", limit, AdaptiveLimit::value)
        .description("Changes that may be with the services at once")
        .register(meters);
    Gauge.builder("gateway.changes.active", underWay, AtomicInteger::get)
        .description("Changes that are with the services")
        .register(meters);
    Gauge.builder("gateway.changes.waiting", this, it -> it.waiting)
        .description("Changes that wait to be sent to the services")
        .register(meters);
    this.turnedAway = TurnedAway.CHANGES.counter(meters);
  }

  /**
   * Whether a request counts as a change that is limited. What identity-service does, does not.
   *
   * @param path as the client wrote it
   */
  public static boolean isLimited(String method, String path) {
    return !READS.contains(method) && path.startsWith("/api/") && !IDENTITY.matcher(path).matches();
  }

  /**
   * Turns a change away before anything is known of whoever sends it, if there is no room and
   * others were turned away just now. Now and then one is let through all the same: only whoever
   * has a token can show that the overload goes on.
   */
  public boolean turnsAwayUnseen() {
    lock.lock();
    try {
      if (isCalm() || line.size() < room()) {
        return false;
      }
      long now = nanoClock.getAsLong();
      if (now - lastLook >= LOOK_NANOS) {
        lastLook = now;
        return false;
      }
      turnedAway.increment();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes a place, after a wait in the line if there is none; whoever has taken it gives it back.
   *
   * @param time what is left for the change; nobody waits longer than that
   * @return false if there was neither, and nothing was taken
   */
  public boolean take(Duration time) {
    CompletableFuture<Boolean> turn = new CompletableFuture<>();
    lock.lock();
    try {
      if (line.isEmpty() && underWay.get() < limit.value()) {
        underWay.incrementAndGet();
        return true;
      }
      if (line.size() >= room()) {
        turnedAway.increment();
        leaveAFew();
        return false;
      }
      line.add(turn);
      waiting = line.size();
    } finally {
      lock.unlock();
    }
    return await(turn, time);
  }

  private boolean await(CompletableFuture<Boolean> turn, Duration time) {
    boolean isPatient = time.compareTo(longestWait) >= 0;
    try {
      return turn.get((isPatient ? longestWait : time).toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      return leaveLine(turn, isPatient);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return leaveLine(turn, false);
    } catch (ExecutionException e) {
      throw new IllegalStateException("nobody completes a turn with a failure", e);
    }
  }

  /**
   * Leaves the line, if its turn has not come meanwhile.
   *
   * @param endsCalm whether that shows that the line is too long for those behind too
   * @return whether its turn has come
   */
  private boolean leaveLine(CompletableFuture<Boolean> turn, boolean endsCalm) {
    lock.lock();
    try {
      if (line.removeIf(Predicate.isEqual(turn))) {
        turnAway(turn);
        if (endsCalm) {
          leaveAFew();
        }
        waiting = line.size();
      }
      return turn.join();
    } finally {
      lock.unlock();
    }
  }

  /** Gives a place back, to the first in the line if there is one. */
  public void giveBack() {
    lock.lock();
    try {
      underWay.decrementAndGet();
      while (underWay.get() < limit.value() && !line.isEmpty()) {
        underWay.incrementAndGet();
        line.remove().complete(true);
      }
      waiting = line.size();
    } finally {
      lock.unlock();
    }
  }

  /** The calm is over, and so is the time of those for whom there is no room now. */
  private void leaveAFew() {
    lastFull = nanoClock.getAsLong();
    while (line.size() > room()) {
      turnAway(line.removeLast());
    }
    waiting = line.size();
  }

  private int room() {
    return isCalm() ? longestLine : Math.max(1, limit.value() / 4);
  }

  private boolean isCalm() {
    return nanoClock.getAsLong() - lastFull >= CALM_AFTER_NANOS;
  }

  private void turnAway(CompletableFuture<Boolean> turn) {
    turnedAway.increment();
    turn.complete(false);
  }

  /**
   * Learns from a change that was carried out.
   *
   * @param took the time that the services had it
   * @param thirdParties how much of that they waited for third parties
   */
  public void answered(Duration took, Duration thirdParties) {
    learn(limit.isSlow(took.minus(thirdParties)));
  }

  /**
   * Learns from a change that a service gave up, or was given no more time for: that it took too
   * long, or else nothing, since to carry it out might have taken longer.
   *
   * @param took the time that the services had it
   * @param thirdParties how much of that they waited for third parties
   */
  public void failed(Duration took, Duration thirdParties) {
    if (limit.isSlow(took.minus(thirdParties))) {
      learn(true);
    }
  }

  private void learn(boolean slow) {
    limit.learn(slow, underWay.get() * 2 >= limit.value());
  }
}
