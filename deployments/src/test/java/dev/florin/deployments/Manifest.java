package dev.florin.deployments;

import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One resource as it goes to the cluster. */
record Manifest(ObjectNode tree) {

  String apiVersion() {
    return Tree.text(tree, "/apiVersion");
  }

  String kind() {
    return Tree.text(tree, "/kind");
  }

  String name() {
    return Tree.text(tree, "/metadata/name");
  }

  JsonNode at(String pointer) {
    return tree.at(pointer);
  }

  boolean is(String kind, String name) {
    return kind().equals(kind) && name().equals(name);
  }

  /** Has the label, written {@code key=value}. */
  boolean hasLabel(String label) {
    int equals = label.indexOf('=');
    return label
        .substring(equals + 1)
        .equals(labels(at("/metadata/labels")).get(label.substring(0, equals)));
  }

  static Map<String, String> labels(JsonNode labels) {
    return labels.properties().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, label -> label.getValue().asString("")));
  }

  @Override
  public String toString() {
    return kind() + " " + name();
  }
}
