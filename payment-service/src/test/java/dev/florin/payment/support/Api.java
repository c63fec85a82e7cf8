package dev.florin.payment.support;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The public API, over HTTP. */
public final class Api {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final int port;
  private final String token;

  Api(int port, String token) {
    this.port = port;
    this.token = token;
  }

  /** An answer. */
  public record Reply(int status, java.net.http.HttpHeaders headers, String text) {

    public JsonNode json() {
      return JSON.readTree(text);
    }

    /** A field's text; "null" where it is null, empty where it is missing. */
    public String field(String name) {
      return json().path(name).asString("");
    }

    public String header(String name) {
      return headers.firstValue(name).orElse("");
    }
  }

  /** Asks for a payment. */
  public Reply pay(String key, String body) {
    return send(request("/api/v1/payments").header("Idempotency-Key", key).POST(json(body)));
  }

  /** Asks for a payment without a key in the header. */
  public Reply payWithoutHeader(String body) {
    return send(request("/api/v1/payments").POST(json(body)));
  }

  /** Does something to a payment. */
  public Reply post(String key, String path, String body) {
    return send(request(path).header("Idempotency-Key", key).POST(json(body)));
  }

  /** Decides on a payment that waits for a person. */
  public Reply review(String key, String paymentId, String decision, String reason) {
    String body =
        """
        {"decision": "%s", "reason": "%s"}
        """
            .formatted(decision, reason);
    return send(
        request("/api/v1/payments/" + paymentId + "/review")
            .header("Idempotency-Key", key)
            .POST(json(body)));
  }

  /** Asks for what needs no key. */
  public Reply post(String path, String body) {
    return send(request(path).POST(json(body)));
  }

  public Reply get(String path) {
    return send(request(path).GET());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(20))
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json");
  }

  private static HttpRequest.BodyPublisher json(String body) {
    return BodyPublishers.ofString(body);
  }

  private static Reply send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
      return new Reply(response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
