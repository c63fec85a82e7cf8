package dev.florin.risk.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.florin.money.Money;
import dev.florin.risk.RiskIntegration;
import dev.florin.risk.signal.Velocity.Counted;
import dev.florin.risk.signal.Velocity.Exempt;
import dev.florin.risk.signal.Velocity.Total;
import java.time.Duration;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.core.StringRedisTemplate;

class VelocitiesIT extends RiskIntegration {

  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration HOUR = Duration.ofHours(1);

  private final Velocities velocities;
  private final StringRedisTemplate redis;
  private final String user = UUID.randomUUID().toString();

  @Autowired
  VelocitiesIT(Velocities velocities, StringRedisTemplate redis) {
    this.velocities = velocities;
    this.redis = redis;
  }

  @Test
  void aPaymentCountsOnceHoweverOftenItIsAsked() {
    Velocity first = count("p1", "10.00", "USD");

    assertThat(first)
        .isEqualTo(new Counted(Map.of(SHORT, new Total(1, 1000), HOUR, new Total(1, 1000))));
    assertThat(count("p1", "10.00", "USD")).isEqualTo(first);
    assertThat(count("p2", "1.00", "USD"))
        .isEqualTo(new Counted(Map.of(SHORT, new Total(2, 1100), HOUR, new Total(2, 1100))));
  }

  @Test
  void paymentsAreCountedTogetherAndSummedPerCurrency() {
    count("p1", "10.00", "USD");

    assertThat(totals(count("p2", "500", "JPY")).get(HOUR)).isEqualTo(new Total(2, 500));
  }

  @Test
  void aWindowEndsAndTheLongerOneGoesOn() {
    count("p1", "10.00", "USD");
    await().until(() -> !redis.hasKey("risk:velocity:{1:m:" + user + "}:" + SHORT));

    Map<Duration, Total> totals = totals(count("p2", "1.00", "USD"));

    assertThat(totals.get(SHORT)).isEqualTo(new Total(1, 100));
    assertThat(totals.get(HOUR)).isEqualTo(new Total(2, 1100));
  }

  @Test
  void everyKeyEnds() {
    count("p1", "10.00", "USD");

    assertThat(redis.keys("risk:velocity:{1:m:" + user + "}*"))
        .isNotEmpty()
        .allSatisfy(key -> assertThat(redis.getExpire(key)).isNotNegative());
  }

  @Test
  void aSumThatNoLongerFitsStaysAboveEveryLimit() {
    String key = "risk:velocity:{1:m:" + user + "}:" + HOUR;
    redis.opsForHash().put(key, "sum:USD", Long.toString(Long.MAX_VALUE));

    assertThat(totals(count("p1", "10.00", "USD")))
        .containsEntry(HOUR, new Total(1, Long.MAX_VALUE));
  }

  @Test
  void exemptMerchantsLeaveNoTrace() {
    assertThat(velocities.count("exempt", user, "p1", Money.parse("1.00", "USD"), windows()))
        .isInstanceOf(Exempt.class);
    assertThat(redis.keys("*" + user + "*")).isEmpty();
  }

  private Velocity count(String payment, String amount, String currency) {
    return velocities.count("m", user, payment, Money.parse(amount, currency), windows());
  }

  private static Map<Duration, Total> totals(Velocity velocity) {
    assertThat(velocity).isInstanceOf(Counted.class);
    return ((Counted) velocity).windows();
  }

  private static SortedSet<Duration> windows() {
    SortedSet<Duration> windows = new TreeSet<>();
    windows.add(HOUR);
    windows.add(SHORT);
    return windows;
  }
}
