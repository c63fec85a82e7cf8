package dev.florin.channel.channel;

import dev.florin.web.client.ServiceClientProperties;
import dev.florin.web.client.ThirdPartyTime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/**
 * Makes the HTTP proxies of providers. A third party is trusted less than a neighbour: besides a
 * pool of its own, each proxy limits the time of a whole exchange (not of each read) and the size
 * of an answer, decompresses nothing, follows no redirect, retries nothing, and sends the trace but
 * no baggage. A failed call throws what {@link dev.florin.web.client.CallFailures} understands.
 */
@Component
public final class ProviderHttp implements DisposableBean {

  private static final int CONNECTIONS = 64;

  /** The answers that may ask for a pause: too many requests, and unavailable. */
  private static final Set<Integer> PAUSES = Set.of(429, 503);

  private final ObjectProvider<RestClient.Builder> builders;
  private final List<CloseableHttpClient> pools = new ArrayList<>();
  private final ScheduledExecutorService cancellations =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("provider-timeouts").factory());

  ProviderHttp(ObjectProvider<RestClient.Builder> builders) {
    this.builders = builders;
  }

  /**
   * A proxy for a provider.
   *
   * @param properties where it is and how long an exchange may take
   * @param pause learns from the answers how long the provider wants to be left alone
   * @param customizer adds what the provider asks for, such as its credentials
   */
  public <T> T client(
      Class<T> httpExchange,
      ServiceClientProperties properties,
      ProviderPause pause,
      Consumer<RestClient.Builder> customizer) {
    CloseableHttpClient pool = pool(properties);
    pools.add(pool);
    RestClient.Builder client =
        builders
            .getObject()
            .baseUrl(properties.baseUrl().toString())
            .requestFactory(new ProviderRequestFactory(pool, properties, cancellations))
            .requestInterceptor(
                (request, body, execution) -> {
                  request.getHeaders().remove("baggage");
                  var response = new BoundedResponse(timed(request, body, execution));
                  if (PAUSES.contains(response.getStatusCode().value())) {
                    pause.ask(response.getHeaders().getFirst(HttpHeaders.RETRY_AFTER));
                  }
                  return response;
                });
    customizer.accept(client);
    return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(client.build()))
        .build()
        .createClient(httpExchange);
  }

  private static ClientHttpResponse timed(
      HttpRequest request, byte[] body, ClientHttpRequestExecution execution) throws IOException {
    long start = System.nanoTime();
    try {
      return execution.execute(request, body);
    } finally {
      ThirdPartyTime.add(Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private static CloseableHttpClient pool(ServiceClientProperties properties) {
    var connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setMaxConnTotal(CONNECTIONS)
            .setMaxConnPerRoute(CONNECTIONS)
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(Timeout.of(properties.connectTimeout()))
                    .setSocketTimeout(Timeout.of(properties.timeout()))
                    // A connection closed while idle must not look like a lost charge.
                    .setValidateAfterInactivity(TimeValue.ofMilliseconds(500))
                    .build())
            .build();
    return HttpClients.custom()
        .setConnectionManager(connections)
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableContentCompression()
        .disableDefaultUserAgent()
        .build();
  }

  @Override
  public void destroy() throws Exception {
    cancellations.shutdownNow();
    for (CloseableHttpClient pool : pools) {
      pool.close();
    }
  }
}
