package dev.florin.localstack.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON over HTTP at the gateway. */
final class Api {
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final int TRACE_ID_PART = 1;
  private static final int TRACEPARENT_PARTS = 4;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();
  private final JsonMapper json = new JsonMapper();
  private final URI gateway;

  Api(URI gateway) {
    this.gateway = gateway;
  }

  Answer get(String path, Map<String, String> headers) {
    HttpRequest.Builder request = request(path).GET();
    headers.forEach(request::header);
    return send(request);
  }

  Answer post(String path, Map<String, String> headers, Object body) {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(body)));
    headers.forEach(request::header);
    return send(request);
  }

  Answer postForm(String path, Map<String, String> headers, String form) {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form));
    headers.forEach(request::header);
    return send(request);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(gateway.resolve(path)).timeout(ANSWER);
  }

  private Answer send(HttpRequest.Builder builder) {
    HttpRequest request = builder.build();
    try {
      HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
      JsonNode body = json.readTree(response.body());
      boolean isReplayed =
          response.headers().firstValue("Idempotent-Replayed").filter("true"::equals).isPresent();
      return new Answer(response.statusCode(), body, traceId(response, body), isReplayed);
    } catch (JacksonException e) {
      throw new ApiException("%s answered something that is not JSON".formatted(request.uri()), e);
    } catch (IOException e) {
      throw new ApiException(
          "%s does not answer; is the stack running? (./florin status)".formatted(gateway), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ApiException("interrupted while waiting for " + request.uri(), e);
    }
  }

  private static Optional<String> traceId(HttpResponse<?> response, JsonNode body) {
    JsonNode field = body.path("trace_id");
    if (field.isString()) {
      return Optional.of(field.asString());
    }
    return response
        .headers()
        .firstValue("traceresponse")
        .map(value -> value.split("-", -1))
        .filter(parts -> parts.length == TRACEPARENT_PARTS)
        .map(parts -> parts[TRACE_ID_PART]);
  }
}
