package dev.florin.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The gateway as a merchant sees it. */
final class PaymentApi {

  /** An answer; the body is a missing node when it is empty or no JSON document. */
  record Answer(int status, JsonNode body, String text, HttpResponse<String> http) {

    String field(String name) {
      return body.path(name).asString("");
    }

    String traceId() {
      return http.headers().firstValue("traceresponse").orElseThrow().split("-", -1)[1];
    }
  }

  private final HttpClient http;
  private final URI gateway;
  private final String token;

  PaymentApi(Florin florin) {
    this(
        florin.gateway(),
        florin.run("token").output().strip(),
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
  }

  private PaymentApi(URI gateway, String token, HttpClient http) {
    this.gateway = gateway;
    this.token = token;
    this.http = http;
  }

  String token() {
    return token;
  }

  /** Another merchant on the same way. */
  PaymentApi as(String itsToken) {
    return new PaymentApi(gateway, itsToken, http);
  }

  /** The same merchant on another way to the platform. */
  PaymentApi at(URI address) {
    return new PaymentApi(address, token, http);
  }

  /** A payment of USD by card under a new key. */
  Answer pay(String user, String amount, @Nullable String paymentToken) {
    return pay(UUID.randomUUID().toString(), user, amount, paymentToken);
  }

  Answer pay(String key, String user, String amount, @Nullable String paymentToken) {
    String tokenField =
        paymentToken == null ? "" : ",\"payment_token\":\"%s\"".formatted(paymentToken);
    return post(
        "/api/v1/payments",
        key,
        """
        {"user_id":"%s","amount":%s,"currency":"USD","payment_method":"credit_card"%s}"""
            .formatted(user, amount, tokenField));
  }

  Answer post(String path, @Nullable String key, String body) {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    if (key != null) {
      request.header("Idempotency-Key", key);
    }
    return send(request);
  }

  Answer get(String path) {
    return send(request(path).GET());
  }

  /** The balance of a user's USD wallet, in major units. */
  String balance(String user) {
    JsonNode accounts = get("/api/v1/accounts?user_id=" + user).body().path("data");
    for (JsonNode account : accounts) {
      if (account.path("currency").asString().equals("USD")) {
        return account.path("balance").asString();
      }
    }
    throw new AssertionError("no USD wallet of " + user + ": " + accounts);
  }

  HttpRequest.Builder request(String path) {
    return requestOf(path).header("Authorization", "Bearer " + token);
  }

  /** A request that shows no token yet. */
  HttpRequest.Builder requestOf(String path) {
    return HttpRequest.newBuilder(gateway.resolve(path)).timeout(Duration.ofSeconds(20));
  }

  private static boolean isLines(HttpResponse<String> response) {
    return response
        .headers()
        .firstValue("content-type")
        .filter(it -> it.startsWith("application/x-ndjson"))
        .isPresent();
  }

  Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      JsonNode body =
          response.body().isBlank() || isLines(response)
              ? JsonMapper.shared().missingNode()
              : JsonMapper.shared().readTree(response.body());
      return new Answer(response.statusCode(), body, response.body(), response);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
