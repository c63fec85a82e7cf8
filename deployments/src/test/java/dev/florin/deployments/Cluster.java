package dev.florin.deployments;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A cluster as an overlay makes it.
 *
 * @param secrets the keys of each Secret that is there before anything starts
 */
record Cluster(List<Manifest> manifests, Map<String, Set<String>> secrets) {
  private static final Path KUBERNETES = Tree.root().resolve("deployments/kubernetes");
  private static final Set<String> WORKLOADS = Set.of("Deployment", "StatefulSet", "Job");

  static Path folder(String name) {
    return KUBERNETES.resolve(name);
  }

  static Cluster local() {
    return of("overlays/local");
  }

  static Cluster production() {
    return of("overlays/production");
  }

  private static Cluster of(String overlay) {
    List<Manifest> manifests = new Kustomization().render(folder(overlay));
    return new Cluster(manifests, Secrets.of(manifests));
  }

  Stream<Manifest> ofKind(String kind) {
    return manifests.stream().filter(manifest -> manifest.kind().equals(kind));
  }

  Optional<Manifest> find(String kind, String name) {
    return manifests.stream().filter(manifest -> manifest.is(kind, name)).findFirst();
  }

  Manifest get(String kind, String name) {
    return find(kind, name).orElseThrow(() -> new AssertionError("no " + kind + " " + name));
  }

  /** Whatever runs containers. */
  List<Workload> workloads() {
    return manifests.stream()
        .filter(manifest -> WORKLOADS.contains(manifest.kind()))
        .map(Workload::new)
        .toList();
  }

  /** Our own services among them. */
  List<Workload> services() {
    return workloads().stream().filter(Workload::isService).toList();
  }

  /** A manifest with a template of pods. */
  record Workload(Manifest manifest) {

    String name() {
      return manifest.name();
    }

    JsonNode pod() {
      return manifest.at("/spec/template/spec");
    }

    Map<String, String> labels() {
      return Manifest.labels(manifest.at("/spec/template/metadata/labels"));
    }

    List<JsonNode> containers() {
      return Stream.concat(
              Tree.list(pod(), "/initContainers").stream(),
              Tree.list(pod(), "/containers").stream())
          .toList();
    }

    boolean isService() {
      return "java".equals(labels().get("florin.dev/runtime"));
    }

    /** Ends by itself. */
    boolean isJob() {
      return manifest.kind().equals("Job");
    }

    /** Seconds between the decision to stop it and the signal. */
    int pauseBeforeTheEnd() {
      return pod().at("/containers/0/lifecycle/preStop/sleep/seconds").asInt(0);
    }

    @Override
    public String toString() {
      return manifest.toString();
    }
  }
}
