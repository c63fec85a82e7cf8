package dev.florin.deployments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class KustomizationTests {
  private static final Path KUBERNETES = Tree.root().resolve("deployments/kubernetes");

  @Test
  void everyManifestIsPartOfAnOverlayOrAComponent() throws IOException {
    Kustomization kustomization = new Kustomization();
    kustomization.render(KUBERNETES.resolve("overlays/local"));
    kustomization.render(KUBERNETES.resolve("overlays/production"));
    // An alternative to the one that production has.
    kustomization.render(
        KUBERNETES.resolve("base"), List.of(KUBERNETES.resolve("components/ingress")));

    try (Stream<Path> files = Files.walk(KUBERNETES)) {
      assertThat(files.filter(file -> file.toString().matches(".*\\.ya?ml")))
          .allMatch(kustomization.files()::contains);
    }
  }

  @Test
  void ingressLeadsToTheGatewayOnly() {
    List<Manifest> manifests =
        new Kustomization()
            .render(KUBERNETES.resolve("base"), List.of(KUBERNETES.resolve("components/ingress")));
    Cluster cluster =
        new Cluster(
            manifests.stream()
                .filter(manifest -> Set.of("Ingress", "NetworkPolicy").contains(manifest.kind()))
                .toList(),
            Map.of());

    assertThat(cluster.ofKind("Ingress")).hasSize(1);
    assertThat(Schemas.breaches(cluster)).isEmpty();
    assertThat(ReferenceRules.breaches(cluster)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"overlays/local", "overlays/production", "base"})
  void rendersAsKubectlDoes(String folder) throws IOException, InterruptedException {
    assumeTrue(hasKubectl(), "kubectl is not installed");
    Process process =
        new ProcessBuilder("kubectl", "kustomize", KUBERNETES.resolve(folder).toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String rendered = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isZero();

    List<Manifest> own = new Kustomization().render(KUBERNETES.resolve(folder));
    for (Manifest manifest : own) {
      if (manifest.kind().equals("ConfigMap")) {
        rendered =
            rendered.replaceAll(
                "name: " + manifest.name() + "-[a-z0-9]{10}\\b", "name: " + manifest.name());
      }
    }
    assertThat(byName(own))
        .isEqualTo(
            byName(
                Tree.parse(rendered).stream()
                    .map(tree -> new Manifest((ObjectNode) tree))
                    .toList()));
  }

  @Test
  void whatItDoesNotKnowIsRefused(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("kustomization.yaml"), "kind: Kustomization\nreplacements: []\n");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Kustomization().render(folder))
        .withMessageContaining("unknown field replacements");
  }

  @Test
  void patchWithoutATargetIsRefused(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("kustomization.yaml"),
        """
        kind: Kustomization
        patches: [{path: patch.yaml, target: {kind: Deployment, name: gatewya}}]
        """);
    Files.writeString(folder.resolve("patch.yaml"), "metadata: {name: gatewya}");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Kustomization().render(folder))
        .withMessageContaining("no manifest is a target");
  }

  private static boolean hasKubectl() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
  }

  private static Map<String, String> byName(List<Manifest> manifests) {
    Map<String, String> trees = new TreeMap<>();
    manifests.forEach(
        manifest -> trees.put(manifest.toString(), canonical(manifest.tree()).toString()));
    return trees;
  }

  /** Fields in order, and lists whose elements have names as well. */
  private static Object canonical(JsonNode node) {
    return switch (node) {
      case ObjectNode object -> {
        Map<String, Object> fields = new TreeMap<>();
        object
            .properties()
            .forEach(field -> fields.put(field.getKey(), canonical(field.getValue())));
        yield fields;
      }
      case ArrayNode array -> {
        List<Object> elements = new ArrayList<>();
        array.forEach(element -> elements.add(canonical(element)));
        elements.sort(Comparator.comparing(Object::toString));
        yield elements;
      }
      default -> node.asString();
    };
  }
}
