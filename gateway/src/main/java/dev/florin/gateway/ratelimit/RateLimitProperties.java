package dev.florin.gateway.ratelimit;

import io.github.bucket4j.Bucket;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.stream.Stream;
import org.hibernate.validator.constraints.time.DurationMax;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The allowances.
 *
 * @param redisUrl where the buckets are kept
 * @param redisTimeout how long a request waits for Redis at most
 * @param retryAfter how long Redis is left alone after it failed
 * @param syncInterval how long a gateway may count by itself before it tells Redis; shorter than a
 *     bucket takes to fill
 * @param merchant per merchant, or per service
 * @param source per client address and gateway, for whatever comes from there
 * @param address per client address, where there is no token or a password or secret is tried
 */
@Validated
@ConfigurationProperties("florin.gateway.rate-limit")
record RateLimitProperties(
    @NotBlank(message = "must be set: SPRING_DATA_REDIS_URL") String redisUrl,
    @NotNull @DurationMax(millis = 50) @DefaultValue("50ms") Duration redisTimeout,
    @NotNull @DefaultValue("1s") Duration retryAfter,
    @NotNull @DefaultValue("100ms") Duration syncInterval,
    @NotNull @Valid Allowance merchant,
    @NotNull @Valid Allowance source,
    @NotNull @Valid Allowance address) {

  @AssertTrue(message = "must have a sync-interval in which no bucket is filled") boolean isSynchronisedInTime() {
    return Stream.of(merchant, address)
        .allMatch(it -> it == null || syncInterval == null || it.outlasts(syncInterval));
  }

  /**
   * A bucket that is filled all the time, not once a second: what is over the long-run rate is
   * refused even if it is less than the capacity, and a capacity below one second's refill only
   * bounds the burst.
   *
   * @param capacity how many requests at once
   * @param refillPerSecond how many requests per second in the long run
   */
  record Allowance(@Positive long capacity, @Positive long refillPerSecond) {

    /** Whether an empty bucket takes longer than that to fill. */
    private boolean outlasts(Duration time) {
      return refillPerSecond < 1
          || time.compareTo(Duration.ofSeconds(capacity).dividedBy(refillPerSecond)) < 0;
    }

    /** A full bucket of this process. */
    Bucket newBucket() {
      return Bucket.builder()
          .addLimit(
              limit ->
                  limit.capacity(capacity).refillGreedy(refillPerSecond, Duration.ofSeconds(1)))
          .build();
    }
  }
}
