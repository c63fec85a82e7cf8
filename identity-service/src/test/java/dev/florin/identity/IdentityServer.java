package dev.florin.identity;

import dev.florin.localstack.embedded.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.context.ConfigurableApplicationContext;

/** The running service and a client of it. */
final class IdentityServer implements AutoCloseable {

  private final ConfigurableApplicationContext context;
  private final HttpClient http = HttpClient.newHttpClient();

  private IdentityServer(ConfigurableApplicationContext context) {
    this.context = context;
  }

  static IdentityServer start() {
    return start(IdentityFixtures.database(), IdentityFixtures.secrets());
  }

  static IdentityServer start(
      Database database, Map<String, String> secrets, String... properties) {
    return new IdentityServer(IdentityFixtures.start(database, secrets, properties));
  }

  static IdentityServer start(Clock clock) {
    return new IdentityServer(
        IdentityFixtures.start(IdentityFixtures.database(), IdentityFixtures.secrets(), clock));
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  Reply get(String path) {
    return send(request(path).GET());
  }

  Reply management(String path) {
    String port = context.getEnvironment().getRequiredProperty("local.management.port");
    return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).GET());
  }

  Reply token(String client, String secret, Map<String, String> parameters) {
    Map<String, String> form = new LinkedHashMap<>(parameters);
    form.put("grant_type", "client_credentials");
    return formAs(client, secret, "/oauth2/token", form);
  }

  Reply formAs(String client, String secret, String path, Map<String, String> form) {
    String credentials =
        Base64.getEncoder()
            .encodeToString((client + ":" + secret).getBytes(StandardCharsets.UTF_8));
    return send(formRequest(path, form).header("Authorization", "Basic " + credentials));
  }

  Reply form(String path, Map<String, String> form) {
    return send(formRequest(path, form));
  }

  Reply post(String path, String token, String json) {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return send(request);
  }

  /** A request without a body, with a token. */
  Reply as(String token, String method, String path) {
    return send(
        request(path)
            .header("Authorization", "Bearer " + token)
            .method(method, BodyPublishers.noBody()));
  }

  private HttpRequest.Builder formRequest(String path, Map<String, String> form) {
    String body =
        form.entrySet().stream()
            .map(field -> field.getKey() + "=" + encode(field.getValue()))
            .collect(Collectors.joining("&"));
    return request(path)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(body));
  }

  private HttpRequest.Builder request(String path) {
    String port = context.getEnvironment().getRequiredProperty("local.server.port");
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private Reply send(HttpRequest.Builder request) {
    try {
      return new Reply(http.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.close();
    context.close();
  }
}
