package dev.florin.benchmarks.payments;

import java.io.IOException;
import java.net.URI;
import java.util.SplittableRandom;
import java.util.UUID;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Random payments of the demo merchant's users. Whoever sends them shares the machine with those
 * who are measured, so the client is one that costs little: it waits in the thread that sends, and
 * repeats nothing by itself.
 */
final class PaymentRequests implements OpenLoop.Request {

  private static final int CONNECTIONS = 20_000;

  private final CloseableHttpClient http =
      HttpClients.custom()
          .setConnectionManager(
              PoolingHttpClientConnectionManagerBuilder.create()
                  .setMaxConnPerRoute(CONNECTIONS)
                  .setMaxConnTotal(CONNECTIONS)
                  .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                  .setDefaultConnectionConfig(
                      ConnectionConfig.custom()
                          .setConnectTimeout(Timeout.ofSeconds(2))
                          .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                          .build())
                  .build())
          .setDefaultRequestConfig(
              RequestConfig.custom().setResponseTimeout(Timeout.ofSeconds(15)).build())
          .disableAutomaticRetries()
          .disableRedirectHandling()
          .disableCookieManagement()
          .disableContentCompression()
          .disableAuthCaching()
          .build();

  private final URI payments;
  private final String token;
  private final int users;
  private final String run = UUID.randomUUID().toString();

  PaymentRequests(URI gateway, String token, int users) {
    this.payments = gateway.resolve("/api/v1/payments");
    this.token = token;
    this.users = users;
  }

  @Override
  public String send(long number) {
    SplittableRandom random = new SplittableRandom(number);
    String body =
        """
        {"user_id":"USER_%d","amount":"%d.%02d","currency":"USD","payment_method":"credit_card"}"""
            .formatted(1 + random.nextInt(users), 1 + random.nextInt(99), random.nextInt(100));
    ClassicHttpRequest request =
        ClassicRequestBuilder.post(payments)
            .addHeader("Authorization", "Bearer " + token)
            .addHeader("Idempotency-Key", run + "-" + number)
            .setEntity(body, ContentType.APPLICATION_JSON)
            .build();
    try {
      return http.execute(request, PaymentRequests::status);
    } catch (IOException e) {
      return e.getClass().getSimpleName();
    }
  }

  private static String status(ClassicHttpResponse answer) throws IOException, HttpException {
    String body = EntityUtils.toString(answer.getEntity());
    return answer.getCode() < 400
        ? Integer.toString(answer.getCode())
        : (answer.getCode() + " " + code(body)).strip();
  }

  private static String code(String problem) {
    try {
      return JsonMapper.shared().readTree(problem).path("code").asString("");
    } catch (JacksonException _) {
      return "";
    }
  }
}
