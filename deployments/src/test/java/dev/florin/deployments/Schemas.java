package dev.florin.deployments;

import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.util.ModelMapper;
import io.kubernetes.client.util.generic.dynamic.DynamicKubernetesObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whether a manifest has the fields that its kind knows, of the right types, and those it needs.
 */
final class Schemas {
  /** Kinds that operators add: what {@code spec} may have, and what it must. */
  private static final Map<String, Custom> CUSTOM =
      Map.of(
          "postgresql.cnpg.io/v1 Cluster",
              new Custom(
                  Set.of(
                      "instances",
                      "imageName",
                      "inheritedMetadata",
                      "enablePDB",
                      "enableSuperuserAccess",
                      "primaryUpdateStrategy",
                      "affinity",
                      "storage",
                      "walStorage",
                      "resources",
                      "postgresql",
                      "managed"),
                  List.of("/instances", "/imageName", "/storage/size")),
          "postgresql.cnpg.io/v1 Database",
              new Custom(
                  Set.of("cluster", "name", "owner", "databaseReclaimPolicy"),
                  List.of("/cluster/name", "/name", "/owner")),
          "kafka.strimzi.io/v1 Kafka",
              new Custom(
                  Set.of("kafka", "entityOperator"),
                  List.of("/kafka/listeners/0/name", "/entityOperator/topicOperator")),
          "kafka.strimzi.io/v1 KafkaNodePool",
              new Custom(
                  Set.of("replicas", "roles", "storage", "resources", "template"),
                  List.of("/replicas", "/roles/0", "/storage/type")),
          "kafka.strimzi.io/v1 KafkaTopic",
              new Custom(
                  Set.of("partitions", "replicas", "config"), List.of("/partitions", "/replicas")),
          "external-secrets.io/v1 ExternalSecret",
              new Custom(
                  Set.of("refreshInterval", "secretStoreRef", "target", "data", "dataFrom"),
                  List.of("/secretStoreRef/name", "/secretStoreRef/kind")),
          "gateway.networking.k8s.io/v1 HTTPRoute",
              new Custom(
                  Set.of("parentRefs", "hostnames", "rules"),
                  List.of("/parentRefs/0/name", "/rules/0/backendRefs/0/name")),
          "monitoring.coreos.com/v1 PodMonitor",
              new Custom(
                  Set.of("selector", "podMetricsEndpoints"),
                  List.of("/selector", "/podMetricsEndpoints/0/port")));

  private Schemas() {}

  static List<String> breaches(Cluster cluster) {
    return cluster.manifests().stream().flatMap(Schemas::breaches).toList();
  }

  private static Stream<String> breaches(Manifest manifest) {
    Class<?> model = ModelMapper.getApiTypeClass(manifest.apiVersion(), manifest.kind());
    if (model == null || model == DynamicKubernetesObject.class) {
      return custom(manifest);
    }
    try {
      JSON.deserialize(manifest.tree().toString(), model);
      return Stream.of();
    } catch (RuntimeException e) {
      return Stream.of("%s: %s".formatted(manifest, e.getMessage()));
    }
  }

  private static Stream<String> custom(Manifest manifest) {
    Custom custom = CUSTOM.get(manifest.apiVersion() + " " + manifest.kind());
    if (custom == null) {
      return Stream.of(
          "%s: unknown kind %s %s".formatted(manifest, manifest.apiVersion(), manifest.kind()));
    }
    List<String> breaches = new ArrayList<>();
    for (String field : manifest.at("/spec").propertyNames()) {
      if (!custom.fields().contains(field)) {
        breaches.add("%s: unknown field %s".formatted(manifest, field));
      }
    }
    for (String needed : custom.needed()) {
      if (manifest.at("/spec" + needed).isMissingNode()) {
        breaches.add("%s: %s is missing".formatted(manifest, needed));
      }
    }
    return breaches.stream();
  }

  private record Custom(Set<String> fields, List<String> needed) {}
}
