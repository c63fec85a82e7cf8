package dev.florin.benchmarks.payments;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Random payments of the demo merchant's users. */
final class PaymentRequests implements OpenLoop.Request {

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
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
    HttpRequest request =
        HttpRequest.newBuilder(payments)
            .timeout(Duration.ofSeconds(15))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", run + "-" + number)
            .POST(BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> answer = http.send(request, PaymentRequests::problemOnly);
      return (answer.statusCode() + " " + code(answer.body())).strip();
    } catch (IOException e) {
      return e.getClass().getSimpleName();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  private static BodySubscriber<String> problemOnly(ResponseInfo answer) {
    return answer.statusCode() < 400
        ? BodySubscribers.replacing("")
        : BodySubscribers.ofString(StandardCharsets.UTF_8);
  }

  private static String code(String problem) {
    try {
      return JsonMapper.shared().readTree(problem).path("code").asString("");
    } catch (JacksonException _) {
      return "";
    }
  }
}
