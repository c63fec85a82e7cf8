package dev.florin.localstack.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks a local process over HTTP whether it is well. */
final class HealthEndpoint {
  private static final Duration CONNECT = Duration.ofSeconds(1);
  private static final Duration ANSWER = Duration.ofSeconds(3);
  private static final int OK = 200;
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();

  private HealthEndpoint() {}

  static boolean answers(int port, String path) {
    return ask(port, path).startsWith(Integer.toString(OK));
  }

  /** The status and the body of the answer, or why there is none. */
  static String ask(int port, String path) {
    URI address = URI.create("http://127.0.0.1:%d%s".formatted(port, path));
    HttpRequest request = HttpRequest.newBuilder(address).timeout(ANSWER).build();
    try {
      HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      return response.statusCode() + " " + response.body();
    } catch (IOException e) {
      return "no answer (%s)".formatted(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "no answer (interrupted)";
    }
  }
}
