package dev.florin.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DeploymentFilesTests {

  @Test
  void everyFileParsesStrictly() {
    List<Path> yamls = new ArrayList<>(DeploymentFiles.below("deployments", ".yml"));
    yamls.addAll(DeploymentFiles.below("deployments", ".yaml"));
    yamls.add(DeploymentFiles.path("docker-compose.yml"));
    List<Path> jsons = DeploymentFiles.below("deployments", ".json");

    assertThat(yamls).allSatisfy(file -> assertThat(DeploymentFiles.yamls(file)).isNotEmpty());
    assertThat(jsons)
        .allSatisfy(file -> assertThat(DeploymentFiles.json(file).isObject()).isTrue());
    assertThat(yamls).hasSizeGreaterThan(20);
    assertThat(jsons).hasSizeGreaterThan(5);
  }

  @Test
  void everyPartOfTheCollectorIsInAPipelineAndTheOtherWayRound() {
    JsonNode config =
        DeploymentFiles.yaml(DeploymentFiles.path("deployments/otel-collector/config.yml"));
    for (String kind : List.of("receivers", "processors", "exporters")) {
      Set<String> used = new TreeSet<>();
      for (JsonNode pipeline : config.path("service").path("pipelines")) {
        pipeline.path(kind).valueStream().map(JsonNode::asString).forEach(used::add);
      }
      Set<String> connectors = names(config.path("connectors"));
      Set<String> declared = names(config.path(kind));
      used.removeIf(connectors::contains);
      assertThat(declared).as(kind).isEqualTo(used);
    }
  }

  /** Metrics before sampling, or nine tenths of the requests would be missing in them. */
  @Test
  void metricsAreMadeOfAllSpansAndOnlyThenTracesAreSampled() {
    JsonNode pipelines =
        DeploymentFiles.yaml(DeploymentFiles.path("deployments/otel-collector/config.yml"))
            .path("service")
            .path("pipelines");
    assertThat(strings(pipelines.path("traces/all").path("processors")))
        .doesNotContain("tail_sampling");
    assertThat(strings(pipelines.path("traces/all").path("exporters")))
        .contains("span_metrics", "service_graph", "forward")
        .doesNotContain("otlp_grpc/jaeger");
    assertThat(strings(pipelines.path("traces/kept").path("receivers"))).containsExactly("forward");
    assertThat(strings(pipelines.path("traces/kept").path("processors"))).contains("tail_sampling");
    assertThat(strings(pipelines.path("traces/kept").path("exporters")))
        .contains("span_metrics/kept", "otlp_grpc/jaeger");
  }

  @Test
  void everyDashboardHasAnIdentityOfItsOwnAndQueriesKnownSources() {
    Set<String> uids = new TreeSet<>();
    for (Path file : DeploymentFiles.below("deployments/grafana/dashboards", ".json")) {
      JsonNode dashboard = DeploymentFiles.json(file);
      assertThat(file.getFileName()).hasToString(dashboard.path("uid").asString() + ".json");
      assertThat(uids.add(dashboard.path("uid").asString())).isTrue();
      assertThat(dashboard.findValues("uid").stream().map(JsonNode::asString))
          .allMatch(uid -> uids.contains(uid) || sources().contains(uid));
      assertThat(dashboard.path("panels")).isNotEmpty();
    }
  }

  private static Set<String> sources() {
    return Set.copyOf(
        DeploymentFiles.yaml(
                DeploymentFiles.path("deployments/grafana/provisioning/datasources/florin.yml"))
            .path("datasources")
            .valueStream()
            .map(source -> source.path("uid").asString())
            .toList());
  }

  private static Set<String> names(JsonNode node) {
    Set<String> names = new TreeSet<>();
    node.properties().stream().map(Map.Entry::getKey).forEach(names::add);
    return names;
  }

  private static List<String> strings(JsonNode array) {
    return array.valueStream().map(JsonNode::asString).toList();
  }
}
