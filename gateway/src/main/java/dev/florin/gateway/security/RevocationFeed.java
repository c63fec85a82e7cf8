package dev.florin.gateway.security;

import dev.florin.gateway.security.Revocations.Revocation;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.observation.ObservationRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Asks identity-service every few seconds what has been revoked. While there is no answer the
 * gateway goes by what it knows, and a metric tells how old that is. Before it has been told
 * anything it lets no token pass, just as before it has the keys.
 */
@Component
class RevocationFeed {

  private static final Logger log = LoggerFactory.getLogger(RevocationFeed.class);

  private static final Duration SOON = Duration.ofSeconds(1);

  private final RestClient client;
  private final URI uri;
  private final Duration patience;
  private final Revocations revocations = new Revocations(Clock.systemUTC());
  private final ReentrantLock asking = new ReentrantLock();
  private volatile long toldAtNanos = System.nanoTime();
  private volatile boolean told;
  private @Nullable Instant asOf;
  private boolean failing;

  RevocationFeed(
      RestClient.Builder builder, RevocationProperties properties, MeterRegistry meters) {
    this.client =
        builder
            // A trace of each question would tell nothing.
            .observationRegistry(ObservationRegistry.NOOP)
            .requestFactory(
                ClientHttpRequestFactoryBuilder.httpComponents()
                    .build(
                        HttpClientSettings.defaults()
                            .withTimeouts(properties.timeout(), properties.timeout())))
            .build();
    this.uri = properties.uri();
    this.patience = properties.timeout().multipliedBy(2);
    TimeGauge.builder(
            "gateway.revocations.age",
            this,
            TimeUnit.NANOSECONDS,
            feed -> System.nanoTime() - feed.toldAtNanos)
        .description("how long ago this gateway was told what has been revoked")
        .register(meters);
  }

  /** What identity-service answers. */
  record RevocationList(Instant asOf, List<Revocation> revocations) {}

  /**
   * The token, if it is not revoked.
   *
   * @throws BadJwtException if it is
   * @throws ProblemException 503 if this gateway has never been told what is
   */
  Jwt requireNotRevoked(Jwt token) {
    if (!told) {
      askFirst();
    }
    if (revocations.contains(token)) {
      throw new BadJwtException("revoked");
    }
    return token;
  }

  @Scheduled(fixedDelayString = "${florin.gateway.revocation.interval:2s}")
  void ask() {
    asking.lock();
    try {
      askLocked();
    } finally {
      asking.unlock();
    }
  }

  /** The requests that come before the first answer wait for it together. */
  private void askFirst() {
    try {
      if (asking.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          if (!told) {
            askLocked();
          }
        } finally {
          asking.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!told) {
      throw new ProblemException(
              CommonError.SERVICE_UNAVAILABLE,
              "tokens cannot be verified at the moment; nothing was done")
          .retryAfter(SOON);
    }
  }

  private void askLocked() {
    try {
      RevocationList list = client.get().uri(next()).retrieve().body(RevocationList.class);
      if (list == null) {
        failed("an empty answer");
        return;
      }
      revocations.add(list.revocations());
      asOf = list.asOf();
      toldAtNanos = System.nanoTime();
      told = true;
      failing = false;
    } catch (RestClientException unanswered) {
      failed(unanswered.getClass().getSimpleName());
    }
  }

  private URI next() {
    Instant since = asOf;
    return since == null
        ? uri
        : UriComponentsBuilder.fromUri(uri).queryParam("since", since).build().toUri();
  }

  private void failed(String why) {
    if (!failing) {
      log.warn("not told what is revoked ({}): this gateway goes by what it knows", why);
    }
    failing = true;
  }
}
