package dev.florin.gateway.route;

import dev.florin.web.deadline.DeadlineTelemetry;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.List;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/** The connections to the services. */
@Configuration(proxyBeanMethods = false)
class BackendClient {

  /** Well below the 60 s after which the services close an idle connection themselves. */
  private static final TimeValue MAX_IDLE = TimeValue.ofSeconds(30);

  /** So that a service that was scaled out gets its share. */
  private static final TimeValue MAX_AGE = TimeValue.ofMinutes(5);

  @Bean
  DeadlineExec deadlineExec(RouteProperties properties, MeterRegistry meters) {
    return new DeadlineExec(
        properties.timeout(), properties.leaseTimeout(), new DeadlineTelemetry(meters));
  }

  /** Nothing is sent twice by itself, nothing followed, nothing unpacked, nothing remembered. */
  @Bean
  CloseableHttpClient backendHttpClient(RouteProperties properties, DeadlineExec deadlines) {
    int instances = properties.backends().values().stream().mapToInt(List::size).sum();
    int most =
        Arrays.stream(Backend.values())
            .mapToInt(backend -> properties.settings(backend).maxConnections())
            .max()
            .orElseThrow();
    var connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setMaxConnPerRoute(most)
            .setMaxConnTotal(most * instances)
            .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
            .setDefaultSocketConfig(SocketConfig.custom().setTcpNoDelay(true).build())
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(Timeout.of(properties.connectTimeout()))
                    .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                    .setTimeToLive(MAX_AGE)
                    .build())
            .build();
    return HttpClients.custom()
        .setConnectionManager(connections)
        .evictIdleConnections(MAX_IDLE)
        .addExecInterceptorFirst("deadline", deadlines)
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableContentCompression()
        .disableAuthCaching()
        .disableDefaultUserAgent()
        .build();
  }

  @Bean
  RestClient backendRestClient(RestClient.Builder builder, CloseableHttpClient backendHttpClient) {
    return builder
        .requestFactory(new HttpComponentsClientHttpRequestFactory(backendHttpClient))
        .build();
  }
}
