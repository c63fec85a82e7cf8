package dev.florin.apidocs;

import dev.florin.web.problem.ErrorCode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What all documents have in common: how to get a token, tags, headers, problems. The OAuth
 * operations stand in it as well, since no controller of ours answers them.
 */
record Frame(ObjectNode document) {

  /** What parameters of these names always mean. */
  static final Map<String, String> PARAMETERS =
      Map.ofEntries(
          Map.entry("limit", "How many at most."),
          Map.entry("starting_after", "The id after which the page begins: the next page's."),
          Map.entry("ending_before", "The id before which the page ends: the page before."),
          Map.entry("payment_id", "The payment's id within its merchant."),
          Map.entry("account_id", "The account's id."),
          Map.entry("transfer_id", "The transfer's id."),
          Map.entry("case_id", "The case's id."),
          Map.entry("trace_id", "The trace's id, 32 lower-case hexadecimal digits."),
          Map.entry("merchant_id", "The merchant's id."),
          Map.entry("secret_id", "The secret's name."),
          Map.entry("id", "The id of the parked work."),
          Map.entry("user_id", "The user's id within its merchant."),
          Map.entry("from", "The first moment, with any offset."),
          Map.entry("to", "The first moment after, with any offset."),
          Map.entry("actor", "Who did it."),
          Map.entry("action", "What was done, such as `account.frozen`."),
          Map.entry("status", "Where it stands."));

  static final Map<Integer, String> SUCCESS =
      Map.of(
          200, "Done.",
          201, "Made.",
          202, "Accepted; the outcome is not known yet.",
          204, "Done; there is nothing to show.");

  private static final Set<String> PAUSING =
      Set.of(
          "rate_limited",
          "overloaded",
          "service_unavailable",
          "idempotency_in_progress",
          "operation_in_progress",
          "not_sealed_yet");

  private static final Set<String> EVERYWHERE =
      Set.of(
          "X-Request-Id",
          "traceresponse",
          "RateLimit-Limit",
          "RateLimit-Remaining",
          "RateLimit-Reset");

  static Frame read(String json) {
    return new Frame((ObjectNode) new JsonMapper().readTree(json));
  }

  /** The tag of a path: its resource. */
  static String tagOf(String path) {
    String resource = path.replaceFirst("^/api/v1/", "").replaceFirst("/.*", "");
    return resource.substring(0, 1).toUpperCase(Locale.ROOT) + resource.substring(1);
  }

  static boolean asksForAPause(ErrorCode error) {
    return PAUSING.contains(error.code());
  }

  /** The headers of every answer. */
  static ObjectNode headers(ObjectNode response) {
    ObjectNode headers = response.putObject("headers");
    EVERYWHERE.stream().sorted().forEach(name -> header(headers, name));
    return headers;
  }

  static void header(ObjectNode headers, String name) {
    headers.putObject(name).put("$ref", "#/components/headers/" + name);
  }

  /** A service's document. */
  ObjectNode around(
      Service service,
      SortedMap<String, ObjectNode> paths,
      SortedMap<String, ObjectNode> responses,
      Map<String, ObjectNode> schemas) {
    ObjectNode made = document.deepCopy();
    made.withObject("info").put("title", "Florin: " + service.module());
    SortedMap<String, JsonNode> all = new TreeMap<>(paths);
    for (Map.Entry<String, JsonNode> own : document.path("paths").properties()) {
      if (service == Service.IDENTITY) {
        all.put(own.getKey(), own.getValue());
      }
    }
    ObjectNode target = made.putObject("paths");
    all.forEach(target::set);
    ObjectNode kept = made.withObject("components").withObject("schemas");
    schemas.forEach(kept::set);
    ObjectNode shared = made.withObject("components").putObject("responses");
    responses.forEach(shared::set);
    keepUsed(made);
    return made;
  }

  /** One document of several: paths and schemas of all, in order. */
  ObjectNode merge(Iterable<ObjectNode> documents) {
    ObjectNode merged = document.deepCopy();
    SortedMap<String, JsonNode> paths = new TreeMap<>();
    SortedMap<String, JsonNode> responses = new TreeMap<>();
    SortedMap<String, JsonNode> schemas = new TreeMap<>();
    for (ObjectNode each : documents) {
      collect(each.path("paths"), paths);
      collect(each.path("components").path("responses"), responses);
      collect(each.path("components").path("schemas"), schemas);
    }
    ObjectNode components = merged.withObject("components");
    paths.forEach(merged.putObject("paths")::set);
    responses.forEach(components.putObject("responses")::set);
    schemas.forEach(components.putObject("schemas")::set);
    keepUsed(merged);
    return merged;
  }

  private static void collect(JsonNode parts, Map<String, JsonNode> all) {
    parts
        .properties()
        .forEach(
            part -> {
              JsonNode other = all.putIfAbsent(part.getKey(), part.getValue());
              if (other != null && !other.equals(part.getValue())) {
                throw new IllegalStateException(
                    "two services document %s: name one by @Schema(name = …)"
                        .formatted(part.getKey()));
              }
            });
  }

  /** Leaves out the tags, schemas, headers and parameters that nothing here refers to. */
  private static void keepUsed(ObjectNode document) {
    Set<String> tags = new java.util.HashSet<>();
    document
        .path("paths")
        .forEach(
            path -> path.forEach(it -> it.path("tags").forEach(tag -> tags.add(tag.asString()))));
    ArrayNode kept = document.arrayNode();
    document
        .path("tags")
        .forEach(
            tag -> {
              if (tags.contains(tag.path("name").asString())) {
                kept.add(tag);
              }
            });
    document.set("tags", kept);
    for (String kind : new String[] {"parameters", "headers", "schemas"}) {
      ObjectNode parts = document.withObject("components").withObject(kind);
      for (String name : java.util.List.copyOf(parts.propertyNames())) {
        String reference = "\"#/components/%s/%s\"".formatted(kind, name);
        if (!document.toString().contains(reference)) {
          parts.remove(name);
        }
      }
    }
  }
}
