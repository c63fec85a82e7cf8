package dev.florin.system;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import dev.florin.system.PaymentApi.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The platform's OpenAPI document, as the gateway serves it. */
final class ApiDocument {

  private final SchemaRegistry registry = SchemaRegistry.withDialect(Dialects.getOpenApi31());
  private final Map<String, Schema> schemas = new ConcurrentHashMap<>();
  private final JsonNode document;
  private final JsonNode components;

  ApiDocument(JsonNode document) {
    this.document = document;
    this.components = document.path("components").deepCopy();
    closeObjects(components.path("schemas"));
  }

  /** What can be asked for at a path. */
  record Operation(String method, String path, JsonNode definition) {

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        method ->
                            operations.add(
                                new Operation(
                                    method.getKey().toUpperCase(Locale.ROOT),
                                    path.getKey(),
                                    method.getValue()))));
    return operations;
  }

  /** The thing that a reference leads to; anything else is itself. */
  JsonNode resolve(JsonNode node) {
    return node.has("$ref") ? document.at(node.path("$ref").asString().substring(1)) : node;
  }

  /** What in the answer is not as the document says; empty if all is. */
  Optional<String> breach(Operation operation, Answer answer) {
    if (answer.status() >= 500) {
      return Optional.of("a failure of ours");
    }
    JsonNode response =
        resolve(operation.definition().path("responses").path(Integer.toString(answer.status())));
    if (response.isMissingNode()) {
      return Optional.of("this status is not documented");
    }
    String sent = answer.http().headers().firstValue("Content-Type").orElse("");
    String type = sent.split(";", -1)[0];
    JsonNode content = response.path("content");
    if (content.isMissingNode()) {
      return answer.text().isEmpty() ? Optional.empty() : Optional.of("no body is documented");
    }
    JsonNode schema = content.path(type).path("schema");
    if (schema.isMissingNode()) {
      return Optional.of("the type %s is not documented".formatted(type));
    }
    return switch (type) {
      case "application/x-ndjson" ->
          answer.text().lines().findFirst().flatMap(it -> breach(schema, read(it)));
      case "text/html" -> Optional.empty();
      default -> breach(schema, answer.body());
    };
  }

  private static JsonNode read(String json) {
    return JsonMapper.shared().readTree(json);
  }

  private Optional<String> breach(JsonNode schema, JsonNode body) {
    List<Error> errors = schemaOf(schema).validate(body);
    return errors.isEmpty()
        ? Optional.empty()
        : Optional.of(errors.stream().map(Error::toString).collect(Collectors.joining("; ")));
  }

  private Schema schemaOf(JsonNode schema) {
    return schemas.computeIfAbsent(
        schema.toString(),
        _ -> {
          ObjectNode whole = JsonMapper.shared().createObjectNode();
          whole.putArray("allOf").add(schema);
          whole.set("components", components);
          return registry.getSchema(whole);
        });
  }

  /** A field that the document does not know is one that somebody forgot to document. */
  private static void closeObjects(JsonNode node) {
    if (node instanceof ObjectNode object
        && object.path("properties").isObject()
        && object.path("type").asString("").equals("object")) {
      object.put("additionalProperties", false);
    }
    node.forEach(ApiDocument::closeObjects);
  }
}
