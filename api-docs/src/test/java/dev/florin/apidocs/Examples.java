package dev.florin.apidocs;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The requests that the documents show, with their answers: a story that a system test plays. */
record Examples(JsonNode story) {

  static Examples read(String json) {
    return new Examples(new JsonMapper().readTree(json));
  }

  /** Whether an example of the operation ends with that status. */
  boolean show(String operationId, int status) {
    for (JsonNode example : story) {
      if (example.path("operation").asString().equals(operationId)
          && example.path("status").asInt() == status) {
        return true;
      }
    }
    return false;
  }

  /** Shows the operation's examples at its parameters, its body and its answers. */
  void addTo(String operationId, ObjectNode operation) {
    for (JsonNode example : story) {
      if (example.path("operation").asString().equals(operationId)) {
        add(example, operation);
      }
    }
  }

  private static void add(JsonNode example, ObjectNode operation) {
    String name = example.path("name").asString();
    for (Map.Entry<String, JsonNode> value : example.path("parameters").properties()) {
      show(parameter(operation, value.getKey()), example, name, value.getValue());
    }
    if (example.has("body")) {
      show(media(operation.path("requestBody")), example, name, example.get("body"));
    }
    JsonNode response = operation.path("responses").path(example.path("status").asString());
    if (response.isMissingNode()) {
      throw new IllegalStateException("not a documented status: " + example);
    }
    if (example.has("answer")) {
      show(media(response), example, name, example.get("answer"));
    }
  }

  private static ObjectNode parameter(ObjectNode operation, String name) {
    for (JsonNode parameter : operation.path("parameters")) {
      if (parameter.path("name").asString("").equals(name)) {
        return (ObjectNode) parameter;
      }
    }
    throw new IllegalStateException(operation.path("operationId") + " has no parameter " + name);
  }

  private static ObjectNode media(JsonNode withContent) {
    return (ObjectNode) withContent.path("content").iterator().next();
  }

  private static void show(ObjectNode at, JsonNode example, String name, JsonNode value) {
    at.withObject("examples")
        .putObject(name)
        .put("summary", example.path("summary").asString())
        .set("value", value);
  }
}
