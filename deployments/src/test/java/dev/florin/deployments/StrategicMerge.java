package dev.florin.deployments;

import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The part of Kubernetes' strategic merge patch that the overlays use; the rest is refused. */
final class StrategicMerge {
  /** By what elements of a list are told apart. */
  private static final Map<String, String> KEYS =
      Map.of(
          "containers", "name",
          "initContainers", "name",
          "env", "name",
          "ports", "containerPort",
          "volumes", "name",
          "volumeMounts", "mountPath",
          "topologySpreadConstraints", "topologyKey");

  /** Lists that are replaced as a whole. */
  private static final Set<String> REPLACED =
      Set.of("args", "command", "drop", "envFrom", "matchLabelKeys");

  private StrategicMerge() {}

  static void merge(ObjectNode target, ObjectNode patch) {
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      String name = field.getKey();
      JsonNode old = target.path(name);
      switch (field.getValue()) {
        case ObjectNode value when old instanceof ObjectNode object -> merge(object, value);
        case ArrayNode value when KEYS.containsKey(name) ->
            merge(target.withArrayProperty(name), value, KEYS.getOrDefault(name, ""));
        case ArrayNode _ when !REPLACED.contains(name) && !old.isMissingNode() ->
            throw new IllegalArgumentException("how are lists of %s merged?".formatted(name));
        case JsonNode value -> target.set(name, value.deepCopy());
      }
    }
  }

  private static void merge(ArrayNode target, ArrayNode patch, String key) {
    for (JsonNode element : patch) {
      target
          .valueStream()
          .filter(candidate -> candidate.path(key).equals(element.path(key)))
          .findFirst()
          .ifPresentOrElse(
              same -> merge((ObjectNode) same, (ObjectNode) element),
              () -> target.add(element.deepCopy()));
    }
  }
}
