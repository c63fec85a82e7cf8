package dev.florin.web.client;

import dev.florin.web.deadline.Deadline;
import dev.florin.web.deadline.DeadlineTelemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/**
 * Makes the HTTP proxies of a service, each with a connection pool of its own, so that one slow
 * neighbour leaves the others alone. Nothing is retried here: who knows whether that is safe
 * decides it. A failed call throws what {@link CallFailures#classify} understands.
 */
public final class ServiceClients implements DisposableBean {

  /** No fewer than a bulkhead lets through: calls wait for nothing but their answers. */
  private static final int CONNECTIONS = 128;

  private final Supplier<RestClient.Builder> builders;
  private final ClientHttpRequestInterceptor serviceToken;
  private final DeadlineTelemetry telemetry;
  private final List<CloseableHttpClient> pools = new ArrayList<>();

  ServiceClients(
      Supplier<RestClient.Builder> builders,
      ClientHttpRequestInterceptor serviceToken,
      DeadlineTelemetry telemetry) {
    this.builders = builders;
    this.serviceToken = serviceToken;
    this.telemetry = telemetry;
  }

  /**
   * A proxy for another service of the platform: it carries this service's token, the deadline and
   * the trace.
   */
  public <T> T create(Class<T> httpExchange, ServiceClientProperties properties) {
    DeadlineRequestFactory requests = requestFactory(properties);
    RestClient client =
        builders
            .get()
            .requestInterceptor(
                (request, body, execution) -> {
                  Duration left = requests.timeLeft();
                  DeadlineTelemetry.show(left);
                  request
                      .getHeaders()
                      .set(Deadline.HEADER, Long.toString(Math.max(1, left.toMillis())));
                  ClientHttpResponse answer = execution.execute(request, body);
                  ThirdPartyTime.add(
                      ThirdPartyTime.in(answer.getHeaders().get(ThirdPartyTime.HEADER)));
                  return answer;
                })
            .requestInterceptor(serviceToken)
            .baseUrl(properties.baseUrl().toString())
            .requestFactory(requests)
            .build();
    return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(client))
        .build()
        .createClient(httpExchange);
  }

  private DeadlineRequestFactory requestFactory(ServiceClientProperties properties) {
    CloseableHttpClient pool = pool(properties);
    pools.add(pool);
    return new DeadlineRequestFactory(pool, properties, telemetry);
  }

  static CloseableHttpClient pool(ServiceClientProperties properties) {
    var connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setMaxConnTotal(CONNECTIONS)
            .setMaxConnPerRoute(CONNECTIONS)
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(Timeout.of(properties.connectTimeout()))
                    .setSocketTimeout(Timeout.of(properties.timeout()))
                    // A connection the other side closed while idle must not look like a lost call.
                    .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                    .build())
            .build();
    return HttpClients.custom()
        .setConnectionManager(connections)
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableDefaultUserAgent()
        .build();
  }

  @Override
  public void destroy() throws Exception {
    for (CloseableHttpClient pool : pools) {
      pool.close();
    }
  }
}
