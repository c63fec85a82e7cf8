package dev.florin.system;

import dev.florin.system.ApiDocument.Operation;
import dev.florin.system.PaymentApi.Answer;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Requests that begin as the document describes them and are then broken in a few places. Ids that
 * answers name are used again, so that later requests reach what earlier ones made.
 */
final class FuzzedRequests {

  private static final int MAX_IDS = 500;
  private static final int DEEP = 2_000;
  private static final int LONG = 5_000;

  /** What parsers, patterns, databases and money have stumbled over. */
  private static final List<String> HOSTILE =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "1e3",
          "1e400",
          "-0",
          "0.001",
          "9007199254740993",
          "9223372036854775808",
          "\"\"",
          "\" \"",
          "\"0\"",
          "\"-1\"",
          "\"1e3\"",
          "\"NaN\"",
          "\"1,00\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"\u0661\u0662\"",
          "\"\\u202e\u20ac\ud83d\ude00\"",
          "\"4111111111111111\"",
          "\"' OR 1=1 --\"",
          "\"../../etc/passwd\"",
          "\"${jndi:ldap://127.0.0.1/x}\"",
          "\"" + "x".repeat(LONG) + "\"",
          "[]",
          "{}",
          "[[[[]]]]",
          "[null]",
          "{\"a\":{\"a\":{\"a\":{}}}}");

  private static final List<String> TEXTS =
      List.of(
          "",
          "{",
          "[",
          "nul",
          "\"text\"",
          "{\"a\":1,\"a\":2}",
          "{}{}",
          "\ufeff{}",
          "{\"a\":\"\u0001\"}",
          "[".repeat(DEEP) + "]".repeat(DEEP),
          "{\"a\":".repeat(DEEP) + "1" + "}".repeat(DEEP),
          "{\"a\":\"" + "x".repeat(100_000) + "\"}",
          "{\"a\":" + "9".repeat(LONG) + "}");

  private static final List<String> TYPES =
      List.of(
          "application/json",
          "text/plain",
          "application/xml",
          "application/json; charset=utf-16",
          "multipart/form-data",
          "nonsense");

  private final ApiDocument document;
  private final SplittableRandom random;
  private final List<String> ids = new ArrayList<>();

  FuzzedRequests(ApiDocument document, SplittableRandom random) {
    this.document = document;
    this.random = random;
  }

  /** A request and what tells it apart when it is reported. */
  record Fuzzed(HttpRequest.Builder request, String description) {}

  Fuzzed next(Operation operation, PaymentApi api, @Nullable String token) {
    Map<String, String> query = new LinkedHashMap<>();
    String path = operation.path();
    Map<String, String> headers = new LinkedHashMap<>();
    for (JsonNode declared : operation.definition().path("parameters")) {
      JsonNode parameter = document.resolve(declared);
      String name = parameter.path("name").asString();
      switch (parameter.path("in").asString()) {
        case "path" -> path = path.replace("{" + name + "}", encode(pathValue(name, parameter)));
        case "query" -> {
          if (parameter.path("required").asBoolean() || oneIn(3)) {
            query.put(name, value(parameter));
          }
        }
        default -> {
          if (!oneIn(20)) {
            headers.put(name, oneIn(20) ? "x".repeat(LONG) : UUID.randomUUID().toString());
          }
        }
      }
    }
    StringBuilder target = new StringBuilder(path);
    query.forEach(
        (name, value) ->
            target
                .append(target.indexOf("?") < 0 ? '?' : '&')
                .append(encode(name))
                .append('=')
                .append(encode(value)));
    String body = body(operation);
    HttpRequest.Builder request = api.requestOf(target.toString());
    headers.forEach(request::header);
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    String type = body == null ? "" : type(operation);
    if (body == null) {
      request.method(operation.method(), BodyPublishers.noBody());
    } else {
      request.method(operation.method(), BodyPublishers.ofString(body));
      request.header("Content-Type", type);
    }
    return new Fuzzed(
        request,
        "%s %s %s%n%s"
            .formatted(operation.method(), target, type, shortened(String.valueOf(body))));
  }

  /** Remembers the ids that an answer names. */
  void learn(Answer answer) {
    answer.body().findValues("id").forEach(this::learn);
    for (String name :
        List.of("payment_id", "account_id", "transfer_id", "refund_id", "capture_id", "trace_id")) {
      answer.body().findValues(name).forEach(this::learn);
    }
  }

  private void learn(JsonNode id) {
    if (id.isString() && !id.asString().isEmpty()) {
      if (ids.size() < MAX_IDS) {
        ids.add(id.asString());
      } else {
        ids.set(random.nextInt(MAX_IDS), id.asString());
      }
    }
  }

  private @Nullable String body(Operation operation) {
    JsonNode content = operation.definition().path("requestBody").path("content");
    if (content.isMissingNode()) {
      return null;
    }
    if (oneIn(15)) {
      return pick(TEXTS);
    }
    if (!content.has("application/json")) {
      return "grant_type=%s&scope=%s".formatted(oneIn(2) ? "client_credentials" : "x", oneIn(2));
    }
    JsonNode json = content.path("application/json");
    List<JsonNode> examples = new ArrayList<>();
    json.path("examples").forEach(example -> examples.add(document.resolve(example).path("value")));
    JsonNode body =
        (examples.isEmpty() ? JsonMapper.shared().createObjectNode() : pick(examples)).deepCopy();
    addMembers(body, document.resolve(json.path("schema")));
    if (body instanceof ObjectNode object && object.has("payment_id")) {
      object.put("payment_id", UUID.randomUUID().toString());
    }
    for (int breaks = random.nextInt(4); breaks > 0; breaks--) {
      breakSomething(body);
    }
    return body.toString();
  }

  private void addMembers(JsonNode body, JsonNode schema) {
    if (body instanceof ObjectNode object) {
      schema
          .path("properties")
          .propertyNames()
          .forEach(
              name -> {
                if (oneIn(10)) {
                  object.set(name, hostile());
                }
              });
    }
  }

  private void breakSomething(JsonNode node) {
    switch (node) {
      case ObjectNode object when !object.isEmpty() -> {
        String name = pick(List.copyOf(object.propertyNames()));
        JsonNode member = object.path(name);
        if (member.isContainer() && oneIn(2)) {
          breakSomething(member);
        } else if (oneIn(4)) {
          object.remove(name);
        } else {
          object.set(name, hostile());
        }
      }
      case ArrayNode array when !array.isEmpty() -> {
        int index = random.nextInt(array.size());
        if (array.get(index).isContainer()) {
          breakSomething(array.get(index));
        } else {
          array.set(index, hostile());
        }
      }
      default -> {}
    }
  }

  private JsonNode hostile() {
    return JsonMapper.shared().readTree(pick(HOSTILE));
  }

  private String pathValue(String name, JsonNode parameter) {
    if (name.equals("merchant_id")) {
      return "nobody-" + random.nextInt(3);
    }
    String value = !ids.isEmpty() && oneIn(2) ? pick(ids) : value(parameter);
    return value.isBlank() ? UUID.randomUUID().toString() : value;
  }

  private String value(JsonNode parameter) {
    JsonNode schema = document.resolve(parameter.path("schema"));
    if (oneIn(2)) {
      JsonNode choices = schema.path("enum");
      if (!choices.isEmpty()) {
        return choices.get(random.nextInt(choices.size())).asString();
      }
      return switch (schema.path("type").asString("")) {
        case "integer" -> Integer.toString(random.nextInt(1, 101));
        case "boolean" -> "true";
        default -> ids.isEmpty() ? "USER_1" : pick(ids);
      };
    }
    JsonNode hostile = hostile();
    return shortened(hostile.isString() ? hostile.asString() : hostile.toString());
  }

  private String type(Operation operation) {
    return oneIn(15)
        ? pick(TYPES)
        : operation
            .definition()
            .path("requestBody")
            .path("content")
            .propertyNames()
            .iterator()
            .next();
  }

  private boolean oneIn(int chances) {
    return random.nextInt(chances) == 0;
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private static String shortened(String text) {
    return text.length() > 1_000 ? text.substring(0, 1_000) : text;
  }

  /** A lone surrogate has no UTF-8: it goes as a question mark, as any client would send it. */
  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
