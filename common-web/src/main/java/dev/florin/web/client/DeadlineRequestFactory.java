package dev.florin.web.client;

import dev.florin.web.deadline.Deadline;
import dev.florin.web.deadline.DeadlineTelemetry;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.apache.hc.client5.http.classic.HttpClient;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;

/** Gives every request the time that is left, at most the client's own time-out. */
final class DeadlineRequestFactory implements ClientHttpRequestFactory {

  private final HttpClient httpClient;
  private final ServiceClientProperties properties;
  private final DeadlineTelemetry telemetry;

  DeadlineRequestFactory(
      HttpClient httpClient, ServiceClientProperties properties, DeadlineTelemetry telemetry) {
    this.httpClient = httpClient;
    this.properties = properties;
    this.telemetry = telemetry;
  }

  @Override
  public ClientHttpRequest createRequest(URI uri, HttpMethod method) throws IOException {
    Duration left = timeLeft();
    if (!left.isPositive()) {
      telemetry.callRefused();
      throw new DeadlinePassedException();
    }
    // The time-out can be set on the factory only; a factory is two fields around the shared pool.
    var factory = new HttpComponentsClientHttpRequestFactory(httpClient);
    factory.setReadTimeout(left);
    factory.setConnectionRequestTimeout(shorter(left, properties.connectTimeout()));
    return factory.createRequest(uri, method);
  }

  Duration timeLeft() {
    return Deadline.current()
        .map(deadline -> shorter(deadline.remaining(), properties.timeout()))
        .orElse(properties.timeout());
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
