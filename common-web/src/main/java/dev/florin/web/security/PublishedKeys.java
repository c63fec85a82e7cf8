package dev.florin.web.security;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.OutageTolerantJWKSetSource;
import com.nimbusds.jose.jwk.source.OutageTolerantJWKSetSource.OutageEvent;
import com.nimbusds.jose.jwk.source.RefreshAheadCachingJWKSetSource;
import com.nimbusds.jose.jwk.source.URLBasedJWKSetSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.events.Event;
import java.net.URL;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that identity-service publishes.
 *
 * <p>Those older than a minute are asked for again beside the request that needs them; no request
 * waits for keys that are less than five minutes old. While identity-service is away the last ones
 * are good for four hours: nobody who has lost the way to it shall stop before somebody can mend
 * that, and a key that is withdrawn meanwhile shall not stay for ever. If it is away for everybody
 * nothing new is signed, and tokens end 15 minutes later by themselves.
 *
 * <p>A key that is not among them is asked for at once, so that a new one is found by the first
 * token that it signs, but not more often than every five seconds, whoever forges how many tokens.
 */
final class PublishedKeys implements JWKSource<SecurityContext> {

  private static final Logger log = LoggerFactory.getLogger(PublishedKeys.class);

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** Longer than connecting and reading, so that who waits for another's answer gets it. */
  private static final Duration PATIENCE_WITH_OTHERS = PATIENCE.multipliedBy(3);

  private static final Duration FRESH = Duration.ofMinutes(1);
  private static final Duration KEPT = Duration.ofMinutes(5);
  private static final Duration KEPT_WHILE_AWAY = Duration.ofHours(4);
  private static final Duration BETWEEN_SEARCHES = Duration.ofSeconds(5);
  private static final Duration BETWEEN_FAILURES = Duration.ofSeconds(1);
  private static final int MAX_BYTES = 64 * 1024;

  private final JWKSetSource<SecurityContext> kept;
  private final InstantSource clock;
  private final ReentrantLock searching = new ReentrantLock();
  private long nextSearchMillis;
  private volatile @Nullable Failure last;

  /** That no keys were to be had, and until when nobody asks again. */
  private record Failure(KeySourceException reason, long untilMillis) {}

  PublishedKeys(URL url, InstantSource clock) {
    this.clock = clock;
    var patience = Math.toIntExact(PATIENCE.toMillis());
    var published =
        new URLBasedJWKSetSource<SecurityContext>(
            url, new DefaultResourceRetriever(patience, patience, MAX_BYTES));
    this.kept =
        new RefreshAheadCachingJWKSetSource<>(
            new OutageTolerantJWKSetSource<>(
                published, KEPT_WHILE_AWAY.toMillis(), PublishedKeys::warn),
            KEPT.toMillis(),
            PATIENCE_WITH_OTHERS.toMillis(),
            KEPT.minus(FRESH).toMillis(),
            false,
            Executors.newVirtualThreadPerTaskExecutor(),
            true,
            null);
  }

  /**
   * The keys that may have signed; none if identity-service does not publish any that fits.
   *
   * @throws KeySourceException if no keys are known and none can be had
   */
  @Override
  public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context)
      throws KeySourceException {
    JWKSet known = known(context);
    List<JWK> fitting = selector.select(known);
    return fitting.isEmpty() ? search(selector, known, context) : fitting;
  }

  /** Where none are known not every request waits for an answer that does not come. */
  private JWKSet known(@Nullable SecurityContext context) throws KeySourceException {
    long now = clock.millis();
    Failure failure = last;
    if (failure != null && now < failure.untilMillis()) {
      throw failure.reason();
    }
    try {
      return kept.getJWKSet(JWKSetCacheRefreshEvaluator.noRefresh(), now, context);
    } catch (KeySourceException none) {
      log.warn("no token can be verified, there are no keys: {}", none.getMessage());
      last = new Failure(none, clock.millis() + BETWEEN_FAILURES.toMillis());
      throw none;
    }
  }

  /** One at a time: who comes meanwhile waits for what the first one finds. */
  private List<JWK> search(JWKSelector selector, JWKSet known, @Nullable SecurityContext context)
      throws KeySourceException {
    searching.lock();
    try {
      long now = clock.millis();
      var unlessNewer = JWKSetCacheRefreshEvaluator.noRefresh();
      if (now >= nextSearchMillis) {
        nextSearchMillis = now + BETWEEN_SEARCHES.toMillis();
        unlessNewer = JWKSetCacheRefreshEvaluator.referenceComparison(known);
      }
      return selector.select(kept.getJWKSet(unlessNewer, now, context));
    } finally {
      searching.unlock();
    }
  }

  private static void warn(
      Event<OutageTolerantJWKSetSource<SecurityContext>, SecurityContext> event) {
    if (event instanceof OutageEvent<SecurityContext> outage) {
      log.warn(
          "identity-service does not tell its keys ({}): tokens are verified by those it told last,"
              + " for {} more",
          outage.getException().getMessage(),
          Duration.ofMillis(outage.getRemainingTime()));
    }
  }
}
