package dev.florin.gateway.ratelimit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.florin.gateway.ratelimit.RateLimitProperties.Allowance;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes tokens from shared buckets. When Redis fails or is slow, requests go on against a bucket of
 * the same size in this process: with n gateways a merchant then gets up to n times its allowance,
 * which costs less than refusing payments would. One request per retry interval finds out whether
 * Redis is back.
 */
final class RateLimiter {

  private static final Logger log = LoggerFactory.getLogger(RateLimiter.class);

  private static final int MAX_CALLERS = 100_000;
  private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);
  private static final long WARN_EVERY_NANOS = Duration.ofMinutes(1).toNanos();

  private final RedisBuckets redis;
  private final Allowance allowance;
  private final BucketConfiguration configuration;
  private final String prefix;
  private final long retryAfterNanos;
  private final Counter fallbacks;
  private final Cache<String, Buckets> callers =
      Caffeine.newBuilder().maximumSize(MAX_CALLERS).expireAfterAccess(FORGOTTEN_AFTER).build();

  private final AtomicLong retryAt = new AtomicLong(System.nanoTime());
  private final AtomicLong warnAt = new AtomicLong(System.nanoTime());
  private volatile boolean failing;

  RateLimiter(
      RedisBuckets redis,
      Allowance allowance,
      String name,
      Duration retryAfter,
      MeterRegistry meters) {
    this.redis = redis;
    this.allowance = allowance;
    this.prefix = "rate_limit:{" + name + "}:";
    this.retryAfterNanos = retryAfter.toNanos();
    this.configuration =
        BucketConfiguration.builder()
            .addLimit(
                Bandwidth.builder()
                    .capacity(allowance.capacity())
                    .refillGreedy(allowance.refillPerSecond(), Duration.ofSeconds(1))
                    .build())
            .build();
    this.fallbacks =
        Counter.builder("gateway.rate_limit.fallbacks")
            .description("Requests counted by this process alone, since Redis did not answer")
            .tag("limit", name)
            .register(meters);
  }

  /**
   * What the bucket said.
   *
   * @param allowed whether the request may go on
   * @param limit the bucket's capacity
   * @param remaining tokens left
   * @param retryAfter until there is a token again; zero if there is one
   * @param untilFull until the bucket is full
   */
  record Verdict(
      boolean allowed, long limit, long remaining, Duration retryAfter, Duration untilFull) {}

  Verdict take(String caller) {
    Buckets buckets = callers.get(caller, _ -> new Buckets(allowance.newBucket()));
    ConsumptionProbe probe = mayAskRedis() ? askRedis(caller, buckets) : null;
    if (probe == null) {
      fallbacks.increment();
      probe = buckets.local.tryConsumeAndReturnRemaining(1);
    }
    return new Verdict(
        probe.isConsumed(),
        allowance.capacity(),
        probe.getRemainingTokens(),
        Duration.ofNanos(probe.getNanosToWaitForRefill()),
        Duration.ofNanos(probe.getNanosToWaitForReset()));
  }

  private boolean mayAskRedis() {
    if (!failing) {
      return true;
    }
    long due = retryAt.get();
    long now = System.nanoTime();
    return now - due >= 0 && retryAt.compareAndSet(due, now + retryAfterNanos);
  }

  private @Nullable ConsumptionProbe askRedis(String caller, Buckets buckets) {
    if (!redis.connected()) {
      failed("there is no connection yet");
      return null;
    }
    try {
      ConsumptionProbe probe = shared(caller, buckets).tryConsumeAndReturnRemaining(1);
      failing = false;
      return probe;
    } catch (RuntimeException e) {
      failed(e.getClass().getSimpleName());
      return null;
    }
  }

  private Bucket shared(String caller, Buckets buckets) {
    Bucket shared = buckets.shared;
    if (shared == null) {
      shared = redis.bucket(prefix + caller, configuration, allowance.capacity());
      buckets.shared = shared;
    }
    return shared;
  }

  private void failed(String why) {
    long now = System.nanoTime();
    retryAt.set(now + retryAfterNanos);
    failing = true;
    long due = warnAt.get();
    if (now - due >= 0 && warnAt.compareAndSet(due, now + WARN_EVERY_NANOS)) {
      log.warn("Redis does not answer ({}): each gateway limits rates by itself", why);
    }
  }

  /** One caller's buckets; two threads making the shared one twice do no harm. */
  private static final class Buckets {

    private final Bucket local;
    private volatile @Nullable Bucket shared;

    private Buckets(Bucket local) {
      this.local = local;
    }
  }
}
