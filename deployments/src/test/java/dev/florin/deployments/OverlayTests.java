package dev.florin.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OverlayTests {
  /** What is held against every cluster. */
  private static final Map<String, Function<Cluster, List<String>>> RULES =
      Map.of(
          "schemas", Schemas::breaches,
          "pods", PodRules::breaches,
          "scaling", ScalingRules::breaches,
          "shutdown", ShutdownRules::breaches,
          "references", ReferenceRules::breaches,
          "environment", EnvironmentRules::breaches,
          "network", NetworkRules::breaches);

  private static final Cluster LOCAL = Cluster.local();
  private static final Cluster PRODUCTION = Cluster.production();

  private static final Set<String> SERVICES =
      Set.of(
          "gateway",
          "identity-service",
          "payment-service",
          "account-service",
          "risk-service",
          "channel-service",
          "notification-service");

  static Stream<Arguments> rulesOfOverlays() {
    return RULES.keySet().stream()
        .flatMap(
            rule ->
                Stream.of(
                    Arguments.of("local", LOCAL, rule),
                    Arguments.of("production", PRODUCTION, rule)));
  }

  static List<String> breaches(String rule, Cluster cluster) {
    return Objects.requireNonNull(RULES.get(rule), rule).apply(cluster);
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("rulesOfOverlays")
  void overlayKeepsTheRules(String overlay, Cluster cluster, String rule) {
    assertThat(breaches(rule, cluster)).as(overlay).isEmpty();
  }

  @Test
  void allServicesAreThereAndTheSandboxIsLocalOnly() {
    assertThat(PRODUCTION.services())
        .extracting(Cluster.Workload::name)
        .containsExactlyInAnyOrderElementsOf(SERVICES);
    assertThat(LOCAL.services())
        .extracting(Cluster.Workload::name)
        .containsAll(SERVICES)
        .contains("sandbox-psp")
        .hasSize(SERVICES.size() + 1);
  }

  @Test
  void productionRunsImagesByDigest() {
    assertThat(ImageRules.production(PRODUCTION)).isEmpty();
  }

  @Test
  void localClusterRunsWhatComposeRuns() {
    assertThat(ImageRules.local(LOCAL)).isEmpty();
    Path root = Tree.root();
    Set<String> composed =
        Pattern.compile("_IMAGE=(\\S+)")
            .matcher(Tree.text(root.resolve(".env")))
            .results()
            .map(image -> image.group(1))
            .collect(Collectors.toSet());
    String version =
        Pattern.compile("<artifactId>florin</artifactId>\\s*<version>([^<]+)")
            .matcher(Tree.text(root.resolve("pom.xml")))
            .results()
            .map(found -> found.group(1))
            .findFirst()
            .orElseThrow();
    assertThat(ImageRules.images(LOCAL))
        .allMatch(
            image ->
                image.startsWith("florin/")
                    ? image.endsWith(":" + version)
                    : composed.contains(image));
  }

  @Test
  void namespaceAdmitsOnlyPodsThatAreLockedDown() {
    for (Cluster cluster : List.of(LOCAL, PRODUCTION)) {
      assertThat(Manifest.labels(cluster.get("Namespace", "florin").at("/metadata/labels")))
          .containsEntry("pod-security.kubernetes.io/enforce", "restricted");
    }
  }

  @Test
  void noSecretIsInAManifest() {
    for (Cluster cluster : List.of(LOCAL, PRODUCTION)) {
      assertThat(cluster.ofKind("Secret")).isEmpty();
    }
  }

  @Test
  void bothClustersHaveTheTopicsOfThePlatform() {
    List<String> topics = PRODUCTION.ofKind("KafkaTopic").map(Manifest::name).sorted().toList();
    assertThat(topics)
        .containsExactly(
            "account.events",
            "account.events.dlt",
            "channel.events",
            "channel.events.dlt",
            "payment.events",
            "payment.events.dlt");
    String script =
        Tree.text(LOCAL.get("ConfigMap", "kafka-topics").tree(), "/data/create-topics.sh");
    assertThat(topics.stream().filter(topic -> !topic.endsWith(".dlt"))).allMatch(script::contains);
  }
}
