package dev.florin.system;

import static java.util.Locale.ROOT;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The spans of one trace, as the trace viewer has them; it keeps names in lower case. */
record Trace(List<Span> spans) {

  /** One span. */
  record Span(String id, String parentId, String service, String name, String kind, JsonNode tags) {

    boolean is(String expectedService, String expectedName) {
      return service.equals(expectedService) && name.equals(expectedName.toLowerCase(ROOT));
    }

    String tag(String key) {
      return tags.path(key).asString("");
    }

    boolean hasTagLike(String prefix) {
      return tags.propertyNames().stream().anyMatch(key -> key.startsWith(prefix));
    }
  }

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** Waits until both consumers of the payment's event, which come last, are in the trace. */
  static Trace awaitEnd(URI viewer, String traceId) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(250))
        .until(() -> fetch(viewer, traceId), Trace::hasEnded);
  }

  private boolean hasEnded() {
    return find(span -> span.is("notification-service", "notification.send")).isPresent()
        && find(span -> span.service().equals("account-service") && span.kind().equals("CONSUMER"))
            .isPresent()
        && isWhole();
  }

  private static Trace fetch(URI viewer, String traceId) throws IOException, InterruptedException {
    HttpResponse<String> response =
        HTTP.send(
            HttpRequest.newBuilder(viewer.resolve("/api/v2/trace/" + traceId)).build(),
            BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      return new Trace(List.of());
    }
    List<Span> spans = new ArrayList<>();
    for (JsonNode span : JsonMapper.shared().readTree(response.body())) {
      spans.add(
          new Span(
              span.path("id").asString(),
              span.path("parentId").asString(""),
              span.path("localEndpoint").path("serviceName").asString(""),
              span.path("name").asString(""),
              span.path("kind").asString(""),
              span.path("tags")));
    }
    return new Trace(spans);
  }

  /** Whether every parent but the root's is there too. */
  private boolean isWhole() {
    List<String> ids = spans.stream().map(Span::id).toList();
    return spans.stream().filter(span -> !ids.contains(span.parentId())).count() == 1;
  }

  Optional<Span> find(Predicate<Span> condition) {
    return spans.stream().filter(condition).findFirst();
  }

  Span span(String service, String name) {
    return find(span -> span.is(service, name))
        .orElseThrow(() -> new AssertionError("no span " + service + " " + name + " in " + this));
  }

  Stream<Span> childrenOf(Span parent) {
    return spans.stream().filter(span -> span.parentId().equals(parent.id()));
  }

  boolean isBelow(Span span, Span ancestor) {
    return span.id().equals(ancestor.id())
        || find(parent -> parent.id().equals(span.parentId()))
            .map(parent -> isBelow(parent, ancestor))
            .orElse(false);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("trace:\n");
    for (Span span : spans) {
      text.append(
          "  %s %s %s %s <- %s%n"
              .formatted(span.service(), span.kind(), span.name(), span.id(), span.parentId()));
    }
    return text.toString();
  }
}
