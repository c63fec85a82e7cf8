package dev.florin.risk.signal;

import dev.florin.money.Money;
import dev.florin.risk.signal.Velocity.Counted;
import dev.florin.risk.signal.Velocity.Exempt;
import dev.florin.risk.signal.Velocity.Total;
import dev.florin.risk.signal.Velocity.Unavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.io.ClassPathResource;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.stereotype.Component;

/**
 * Counts payments per user in Redis: one script, one round trip, all windows, each payment once. A
 * window begins with the first payment in it. All keys of a user hash to one slot.
 *
 * <p>Redis holds nothing that cannot be lost. When it is gone or slower than its time-out of 50 ms,
 * assessments go on without it.
 */
@Component
public class Velocities {

  private static final int CONNECT_ATTEMPTS = 3;

  private static final RedisScript<String> COUNT =
      RedisScript.of(new ClassPathResource("scripts/count-payment.lua"), String.class);

  private final StringRedisTemplate redis;
  private final VelocityProperties properties;
  private final RedisHealth health = new RedisHealth();

  Velocities(StringRedisTemplate redis, VelocityProperties properties) {
    this.redis = redis;
    this.properties = properties;
  }

  /** Connects before the first request does, which has no time for it. */
  @EventListener(ApplicationStartedEvent.class)
  void connect() {
    for (int attempt = 0; attempt < CONNECT_ATTEMPTS; attempt++) {
      try {
        redis.hasKey("risk:velocity");
        health.succeeded();
        return;
      } catch (DataAccessException | IllegalStateException e) {
        health.failed(e);
      }
    }
  }

  /**
   * Counts a payment and tells the totals.
   *
   * @param paymentKey what makes the payment the same one when it is counted again
   * @param windows the lengths of the windows asked for
   */
  public Velocity count(
      String merchantId,
      String userId,
      String paymentKey,
      Money amount,
      SortedSet<Duration> windows) {
    if (windows.isEmpty() || properties.exemptMerchants().contains(merchantId)) {
      return new Exempt();
    }
    if (!health.isWorthAsking()) {
      return new Unavailable();
    }
    // The length keeps merchant "a", user "b:c" apart from merchant "a:b", user "c".
    String prefix = "risk:velocity:{" + merchantId.length() + ":" + merchantId + ":" + userId + "}";
    List<String> keys = new ArrayList<>();
    List<String> arguments = new ArrayList<>();
    keys.add(prefix + ":counted:" + paymentKey);
    arguments.add(Long.toString(windows.last().toMillis()));
    arguments.add("sum:" + amount.currencyCode());
    arguments.add(Long.toString(amount.minorUnits()));
    for (Duration window : windows) {
      keys.add(prefix + ":" + window);
      arguments.add(Long.toString(window.toMillis()));
    }
    return run(keys, arguments, windows);
  }

  private Velocity run(List<String> keys, List<String> arguments, SortedSet<Duration> windows) {
    try {
      String answer = redis.execute(COUNT, keys, arguments.toArray());
      health.succeeded();
      return new Counted(totals(answer, windows));
    } catch (DataAccessException | IllegalStateException e) {
      health.failed(e);
      return new Unavailable();
    }
  }

  private static Map<Duration, Total> totals(String answer, SortedSet<Duration> windows) {
    String[] numbers = answer.split(" ", -1);
    Map<Duration, Total> totals = new HashMap<>();
    int next = 0;
    for (Duration window : windows) {
      long count = Long.parseLong(numbers[next++]);
      totals.put(window, new Total(count, Long.parseLong(numbers[next++])));
    }
    return totals;
  }
}
