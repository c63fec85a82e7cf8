package dev.florin.payment.idempotency;

import dev.florin.payment.idempotency.IdempotencyRecords.Answered;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Final answers in Redis, in front of PostgreSQL. An entry never changes, so it cannot be stale;
 * its absence means nothing. When Redis is slow or gone, nobody waits for it.
 */
@Component
public class AnswerCache {

  private static final Logger log = LoggerFactory.getLogger(AnswerCache.class);

  private static final String KEY_OF_NOTHING = "idempotency:";

  /** An answer and what it answers. */
  public record Entry(Fingerprint fingerprint, Answer answer) {}

  private final StringRedisTemplate redis;
  private final JsonMapper json;
  private final IdempotencyProperties properties;
  private final CircuitBreaker breaker;

  AnswerCache(
      StringRedisTemplate redis,
      JsonMapper json,
      IdempotencyProperties properties,
      CircuitBreakerRegistry breakers) {
    this.redis = redis;
    this.json = json;
    this.properties = properties;
    this.breaker = breakers.circuitBreaker("redis");
  }

  /** Before the first payment waits for that. */
  @EventListener(ApplicationStartedEvent.class)
  void connect() {
    try {
      breaker.executeSupplier(() -> redis.hasKey(KEY_OF_NOTHING));
    } catch (RuntimeException e) {
      log.debug("the answer cache is not there yet; PostgreSQL decides", e);
    }
  }

  /** The final answer, if Redis has it and says so in time. */
  public Optional<Entry> find(RequestScope scope) {
    try {
      return Optional.ofNullable(breaker.executeSupplier(() -> read(scope)))
          .map(text -> json.readValue(text, Entry.class));
    } catch (RuntimeException e) {
      log.debug("the answer cache did not answer; PostgreSQL decides", e);
      return Optional.empty();
    }
  }

  /** Keeps a final answer. */
  public void keep(Answered answered) {
    try {
      String entry = json.writeValueAsString(new Entry(answered.fingerprint(), answered.answer()));
      breaker.executeRunnable(
          () ->
              redis
                  .opsForValue()
                  .set(answered.scope().cacheKey(), entry, properties.cacheRetention()));
    } catch (RuntimeException e) {
      log.debug("the answer cache did not take an answer; PostgreSQL has it", e);
    }
  }

  private @Nullable String read(RequestScope scope) {
    return redis.opsForValue().get(scope.cacheKey());
  }
}
