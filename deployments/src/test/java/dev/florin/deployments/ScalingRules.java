package dev.florin.deployments;

import dev.florin.deployments.Cluster.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Copies of the services: how many, where, and what they share. */
final class ScalingRules {
  /** Beside its pool: a migration's own connections. */
  private static final int OTHER_CONNECTIONS = 2;

  /** For operators, monitoring and replication. */
  private static final int SPARE_CONNECTIONS = 20;

  private final Cluster cluster;
  private final List<String> breaches = new ArrayList<>();

  private ScalingRules(Cluster cluster) {
    this.cluster = cluster;
  }

  static List<String> breaches(Cluster cluster) {
    ScalingRules rules = new ScalingRules(cluster);
    cluster.ofKind("HorizontalPodAutoscaler").forEach(rules::autoscaler);
    cluster.ofKind("PodDisruptionBudget").forEach(rules::budget);
    cluster.services().forEach(rules::service);
    rules.connections();
    return rules.breaches;
  }

  private void autoscaler(Manifest autoscaler) {
    JsonNode target = autoscaler.at("/spec/scaleTargetRef");
    Optional<Manifest> workload =
        cluster.find(Tree.text(target, "/kind"), Tree.text(target, "/name"));
    check(autoscaler, "scales something that exists", workload.isPresent());
    check(
        autoscaler,
        "is the only one to set the number",
        workload.map(found -> found.at("/spec/replicas").isMissingNode()).orElse(true));
    int least = autoscaler.at("/spec/minReplicas").asInt(1);
    check(autoscaler, "two or more", least >= 2);
    check(autoscaler, "room to grow", autoscaler.at("/spec/maxReplicas").asInt(0) > least);
  }

  private void budget(Manifest budget) {
    JsonNode wanted = budget.at("/spec/selector/matchLabels");
    List<Workload> covered =
        cluster.workloads().stream()
            .filter(
                workload ->
                    workload.labels().entrySet().containsAll(Manifest.labels(wanted).entrySet()))
            .toList();
    check(budget, "is about one workload", covered.size() == 1);
    int available = budget.at("/spec/minAvailable").asInt(0);
    check(budget, "keeps something", available >= 1);
    check(
        budget,
        "lets a node be drained",
        covered.stream().allMatch(workload -> available < replicas(workload)));
  }

  private void service(Workload service) {
    boolean scaled = cluster.find("HorizontalPodAutoscaler", service.name()).isPresent();
    check(
        service.manifest(),
        "scaled services have a budget, single ones have none",
        scaled == cluster.find("PodDisruptionBudget", service.name()).isPresent());
    List<String> spread =
        Tree.list(service.pod(), "/topologySpreadConstraints").stream()
            .filter(
                constraint ->
                    Tree.texts(constraint, "/matchLabelKeys")
                            .anyMatch("app.kubernetes.io/name"::equals)
                        && service
                            .labels()
                            .entrySet()
                            .containsAll(
                                Manifest.labels(constraint.at("/labelSelector/matchLabels"))
                                    .entrySet()))
            .map(constraint -> Tree.text(constraint, "/topologyKey"))
            .toList();
    check(
        service.manifest(),
        "spread by zone and node",
        spread.equals(List.of("topology.kubernetes.io/zone", "kubernetes.io/hostname")));
  }

  /** All pools at their most, with one more pod of each service while versions change. */
  private void connections() {
    int most =
        cluster.services().stream()
            .filter(service -> new Settings(service.name()).connections() > 0)
            .mapToInt(
                service ->
                    (most(service) + 1)
                        * (new Settings(service.name()).connections() + OTHER_CONNECTIONS))
            .sum();
    if (most + SPARE_CONNECTIONS > maxConnections()) {
      breaches.add("PostgreSQL: max_connections under %d".formatted(most + SPARE_CONNECTIONS));
    }
  }

  private int maxConnections() {
    return cluster
        .ofKind("Cluster")
        .findFirst()
        .map(
            postgres ->
                Integer.parseInt(
                    Tree.text(postgres.at("/spec/postgresql/parameters"), "/max_connections")))
        .orElseGet(
            () ->
                Tree.texts(
                        cluster.get("StatefulSet", "postgres").tree(),
                        "/spec/template/spec/containers/0/args")
                    .filter(argument -> argument.startsWith("--max_connections="))
                    .mapToInt(argument -> Integer.parseInt(argument.split("=", 2)[1]))
                    .findFirst()
                    .orElse(100));
  }

  private int replicas(Workload workload) {
    return cluster
        .find("HorizontalPodAutoscaler", workload.name())
        .map(autoscaler -> autoscaler.at("/spec/minReplicas").asInt(1))
        .orElseGet(() -> workload.manifest().at("/spec/replicas").asInt(1));
  }

  private int most(Workload workload) {
    return cluster
        .find("HorizontalPodAutoscaler", workload.name())
        .map(autoscaler -> autoscaler.at("/spec/maxReplicas").asInt(1))
        .orElseGet(() -> replicas(workload));
  }

  private void check(Manifest manifest, String what, boolean holds) {
    if (!holds) {
      breaches.add("%s: %s".formatted(manifest, what));
    }
  }
}
