package dev.florin.gateway;

import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.servlet.function.RouterFunction;
import tools.jackson.databind.json.JsonMapper;

/** What the document says is there, and what is there stands in the document. */
class DocumentIT {

  private static final String[] AUTHORIZED = {
    "Authorization", "Bearer " + Tokens.merchant("document")
  };

  /** A path in the words of a router function. */
  private static final Pattern PATH = Pattern.compile("/(?:api/v1|oauth2)/[a-z0-9_]+");

  /** The same operations under an older name; the document says so. */
  private static final String OLD_NAME = "/api/v1/payment";

  private static GatewayServer gateway;

  @BeforeAll
  static void start() {
    gateway =
        GatewayServer.start(
            "florin.gateway.rate-limit.merchant.capacity=10000",
            "florin.gateway.rate-limit.address.capacity=10000");
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void theDocumentIsServedAsItIsKeptAndToEverybody() throws IOException {
    Reply reply = gateway.get("/v3/api-docs");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Type")).startsWith("application/json");
    assertThat(reply.body()).isEqualTo(document());
  }

  @Test
  void thePageBringsAllItsPartsUnderAStrictPolicy() {
    Reply page = gateway.get("/swagger-ui/index.html");

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'self'", "connect-src 'self'")
        .doesNotContain("unsafe-eval");
    List<String> parts = all(Pattern.compile("(?:src|href)=\"\\./([^\"]+)\""), page.body());
    assertThat(parts).contains("swagger-ui-bundle.js", "swagger-initializer.js", "swagger-ui.css");
    assertThat(page.body()).doesNotContain("://").doesNotContain("<script>");
    for (String part : parts) {
      assertThat(gateway.get("/swagger-ui/" + part).status()).as(part).isEqualTo(200);
    }
    assertThat(gateway.get("/swagger-ui/swagger-initializer.js").body())
        .contains("\"/v3/api-docs\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/swagger-ui", "/swagger-ui/"})
  void whoeverLooksForThePageIsLedToIt(String path) {
    Reply reply = gateway.get(path);

    assertThat(reply.status()).isEqualTo(307);
    assertThat(reply.header("Location")).isEqualTo("/swagger-ui/index.html");
    assertThat(gateway.send(gateway.request(path).POST(BodyPublishers.noBody())).status())
        .as("to look, not to send")
        .isIn(404, 405);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/swagger-ui/nothing.js",
        "/swagger-ui/../openapi.json",
        "/swagger-ui/%2e%2e/package.json",
        "/openapi.json",
        "/v3/api-docs/swagger-config"
      })
  void nothingElseIsServed(String path) {
    assertThat(gateway.get(path).status()).isIn(400, 404);
  }

  static Stream<String> operations() throws IOException {
    List<String> operations = new ArrayList<>();
    JsonMapper.shared()
        .readTree(document())
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .propertyNames()
                    .forEach(
                        method ->
                            operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    return operations.stream();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void everyDocumentedOperationIsRouted(String operation) {
    String[] parts = operation.split(" ", 2);
    String path = parts[1].replaceAll("\\{[^}]+}", "0198c1a2-0000-7000-8000-000000000000");
    gateway.backend().resetRequests();
    gateway.identity().resetRequests();

    gateway.send(gateway.request(path, AUTHORIZED).method(parts[0], BodyPublishers.noBody()));

    var arrival = anyRequestedFor(urlPathEqualTo(path));
    assertThat(
            gateway.backend().findAll(arrival).size() + gateway.identity().findAll(arrival).size())
        .as("requests that reached a service")
        .isPositive();
  }

  @Test
  void everyRouteHasADocumentedOperation() throws IOException {
    List<String> documented = operations().map(it -> it.split(" ", 2)[1]).toList();
    String routes = gateway.bean("api", RouterFunction.class).toString();

    assertThat(all(PATH, routes))
        .hasSizeGreaterThan(12)
        .filteredOn(route -> !route.equals(OLD_NAME))
        .allSatisfy(
            route ->
                assertThat(documented)
                    .as("operations of the route " + route)
                    .anyMatch(path -> path.equals(route) || path.startsWith(route + "/")));
  }

  private static List<String> all(Pattern pattern, String text) {
    List<String> found = new ArrayList<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(matcher.groupCount()));
    }
    return found;
  }

  private static String document() throws IOException {
    return Files.readString(Path.of("src", "main", "resources", "openapi.json"));
  }
}
