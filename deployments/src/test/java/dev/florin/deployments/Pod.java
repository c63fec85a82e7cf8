package dev.florin.deployments;

import dev.florin.deployments.Cluster.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A pod as the network sees it.
 *
 * @param ports the ports it listens on, each with its name if it has one
 */
record Pod(String name, Map<String, String> labels, Map<Integer, String> ports) {
  private static final String CLUSTER = "strimzi.io/cluster";

  /** All pods of a cluster, those included that operators make. */
  static List<Pod> of(Cluster cluster) {
    List<Pod> pods = new ArrayList<>();
    cluster.workloads().forEach(workload -> pods.add(of(workload)));
    cluster
        .ofKind("Cluster")
        .forEach(
            postgres ->
                pods.add(
                    new Pod(
                        "postgres",
                        Manifest.labels(postgres.at("/spec/inheritedMetadata/labels")),
                        Map.of(5432, "postgresql", 8000, "status"))));
    cluster
        .ofKind("KafkaNodePool")
        .forEach(
            brokers -> {
              Map<String, String> labels =
                  new HashMap<>(Manifest.labels(brokers.at("/spec/template/pod/metadata/labels")));
              labels.put(
                  CLUSTER,
                  Manifest.labels(brokers.at("/metadata/labels")).getOrDefault(CLUSTER, ""));
              pods.add(
                  new Pod(
                      "kafka",
                      labels,
                      Map.of(9090, "tcp-ctrlplane", 9091, "tcp-replication", 9092, "tcp-plain")));
            });
    cluster
        .ofKind("Kafka")
        .forEach(
            kafka -> pods.add(new Pod("kafka-operator", Map.of(CLUSTER, kafka.name()), Map.of())));
    return pods;
  }

  private static Pod of(Workload workload) {
    Map<Integer, String> ports = new HashMap<>();
    for (JsonNode container : workload.containers()) {
      for (JsonNode port : Tree.list(container, "/ports")) {
        ports.put(port.path("containerPort").asInt(), Tree.text(port, "/name"));
      }
    }
    return new Pod(workload.name(), workload.labels(), ports);
  }

  /** Is selected, in the one namespace that there is. */
  boolean matches(JsonNode selector) {
    for (String field : selector.propertyNames()) {
      if (!field.equals("matchLabels") && !field.equals("matchExpressions")) {
        throw new IllegalArgumentException("what does a selector mean by " + field);
      }
    }
    return labels.entrySet().containsAll(Manifest.labels(selector.path("matchLabels")).entrySet())
        && Tree.list(selector, "/matchExpressions").stream().allMatch(this::isIn);
  }

  private boolean isIn(JsonNode expression) {
    if (!Tree.text(expression, "/operator").equals("In")) {
      throw new IllegalArgumentException("only In is understood, not " + expression);
    }
    String value = labels.get(Tree.text(expression, "/key"));
    return Tree.texts(expression, "/values").anyMatch(allowed -> allowed.equals(value));
  }
}
