package dev.florin.gateway.ratelimit;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.distributed.proxy.optimization.DelayParameters;
import io.github.bucket4j.distributed.proxy.optimization.Optimizations;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The shared buckets. The connection is made in the background: the edge starts without Redis. */
final class RedisBuckets implements AutoCloseable {

  private static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(500);
  private static final Duration KEPT_AFTER_FULL = Duration.ofSeconds(10);

  /** A gateway counts this part of a bucket by itself, so that Redis is not asked every time. */
  private static final int UNSYNCHRONIZED_PART = 10;

  private final RateLimitProperties properties;
  private final RedisURI address;
  private final RedisClient client;
  private final AtomicReference<@Nullable CompletionStage<StatefulRedisConnection<String, byte[]>>>
      connecting = new AtomicReference<>();
  private volatile @Nullable ProxyManager<String> buckets;

  RedisBuckets(RateLimitProperties properties) {
    this.properties = properties;
    this.address = RedisURI.create(properties.redisUrl());
    this.client = RedisClient.create();
    client.setOptions(
        ClientOptions.builder()
            // A command that waits for a connection would wait past the time-out.
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .timeoutOptions(TimeoutOptions.enabled(properties.redisTimeout()))
            .socketOptions(SocketOptions.builder().connectTimeout(CONNECT_TIMEOUT).build())
            .build());
    connect();
  }

  /** Whether there has ever been a connection; starts making one if not. */
  boolean connected() {
    if (buckets == null) {
      connect();
    }
    return buckets != null;
  }

  Bucket bucket(String key, BucketConfiguration configuration, long capacity) {
    ProxyManager<String> shared = buckets;
    if (shared == null) {
      throw new IllegalStateException("not connected");
    }
    long unsynchronized = Math.max(1, capacity / UNSYNCHRONIZED_PART);
    return shared
        .builder()
        .withOptimization(
            Optimizations.delaying(new DelayParameters(unsynchronized, properties.syncInterval())))
        .build(key, () -> configuration);
  }

  private void connect() {
    CompletionStage<StatefulRedisConnection<String, byte[]>> attempt = connecting.get();
    if (attempt == null || attempt.toCompletableFuture().isCompletedExceptionally()) {
      // Two threads may both try; the second connection replaces the first, and does no harm.
      CompletionStage<StatefulRedisConnection<String, byte[]>> next =
          client.connectAsync(CODEC, address);
      connecting.set(next.whenComplete((connection, failure) -> ready(connection)));
    }
  }

  private void ready(@Nullable StatefulRedisConnection<String, byte[]> connection) {
    if (connection != null) {
      buckets =
          Bucket4jLettuce.casBasedBuilder(connection)
              .requestTimeout(properties.redisTimeout())
              .expirationAfterWrite(
                  ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(
                      KEPT_AFTER_FULL))
              .build();
    }
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
  }
}
