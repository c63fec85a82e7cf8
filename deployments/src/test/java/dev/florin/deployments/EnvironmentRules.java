package dev.florin.deployments;

import dev.florin.deployments.Cluster.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Services get the variables that they read, and no others. */
final class EnvironmentRules {
  /** Spring Boot's own, which no file of ours has to mention. */
  private static final Set<String> BOOT =
      Set.of(
          "SERVER_PORT",
          "MANAGEMENT_SERVER_PORT",
          "SERVER_FORWARD_HEADERS_STRATEGY",
          "SPRING_PROFILES_ACTIVE",
          "OTEL_EXPORTER_OTLP_ENDPOINT");

  private EnvironmentRules() {}

  static List<String> breaches(Cluster cluster) {
    List<String> breaches = new ArrayList<>();
    for (Workload service : cluster.services()) {
      Settings settings = new Settings(service.name());
      Set<String> given = of(cluster, service).keySet();
      Set<String> required = settings.required();
      Set<String> known = settings.known();
      required.stream()
          .filter(name -> !given.contains(name))
          .forEach(name -> breaches.add("%s: %s is missing".formatted(service, name)));
      given.stream()
          .filter(name -> !required.contains(name) && !known.contains(name) && !BOOT.contains(name))
          .forEach(name -> breaches.add("%s: nobody reads %s".formatted(service, name)));
    }
    return breaches;
  }

  /** The variables of a workload's first container; values from Secrets are empty. */
  static Map<String, String> of(Cluster cluster, Workload workload) {
    Map<String, String> variables = new TreeMap<>();
    JsonNode container = workload.containers().getFirst();
    Tree.list(container, "/envFrom")
        .forEach(
            source ->
                configMap(cluster, Tree.text(source, "/configMapRef/name"))
                    .properties()
                    .forEach(entry -> variables.put(entry.getKey(), entry.getValue().asString())));
    for (JsonNode variable : Tree.list(container, "/env")) {
      JsonNode reference = variable.at("/valueFrom/configMapKeyRef");
      variables.put(
          Tree.text(variable, "/name"),
          reference.isMissingNode()
              ? Tree.text(variable, "/value")
              : Tree.text(
                  configMap(cluster, Tree.text(reference, "/name")),
                  "/" + Tree.text(reference, "/key")));
    }
    return variables;
  }

  private static JsonNode configMap(Cluster cluster, String name) {
    return cluster.get("ConfigMap", name).at("/data");
  }
}
