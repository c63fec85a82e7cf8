package dev.florin.channel.channel;

import dev.florin.web.client.ServiceClientProperties;
import dev.florin.web.deadline.Deadline;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;

/**
 * Gives every request the time that is left and cuts the connection when it is over. A socket's
 * time-out alone begins anew with each byte, so that a provider that dribbles would hold the
 * attempt for ever.
 */
final class ProviderRequestFactory implements ClientHttpRequestFactory {

  private final HttpClient httpClient;
  private final ServiceClientProperties properties;
  private final ScheduledExecutorService cancellations;

  ProviderRequestFactory(
      HttpClient httpClient,
      ServiceClientProperties properties,
      ScheduledExecutorService cancellations) {
    this.httpClient = httpClient;
    this.properties = properties;
    this.cancellations = cancellations;
  }

  @Override
  public ClientHttpRequest createRequest(URI uri, HttpMethod method) throws IOException {
    Duration left = timeLeft();
    if (!left.isPositive()) {
      // A process that was suspended wakes up here: by now others may have given the attempt up.
      throw new ConnectTimeoutException("no time is left to connect");
    }
    var factory = new CancellingFactory(left);
    factory.setReadTimeout(left);
    factory.setConnectionRequestTimeout(shorter(left, properties.connectTimeout()));
    return factory.createRequest(uri, method);
  }

  private Duration timeLeft() {
    return Deadline.current()
        .map(deadline -> shorter(deadline.remaining(), properties.timeout()))
        .orElse(properties.timeout());
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  private final class CancellingFactory extends HttpComponentsClientHttpRequestFactory {

    private final Duration after;

    CancellingFactory(Duration after) {
      super(httpClient);
      this.after = after;
    }

    @Override
    protected void postProcessHttpRequest(ClassicHttpRequest request) {
      if (request instanceof Cancellable cancellable) {
        // Harmless when the exchange is over by then, so nobody needs to call this off.
        ScheduledFuture<?> _ =
            cancellations.schedule(cancellable::cancel, after.toNanos(), TimeUnit.NANOSECONDS);
      }
    }
  }
}
