package dev.florin.deployments;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which images run. */
final class ImageRules {
  private static final Pattern DIGEST = Pattern.compile("[^@\\s]+@sha256:[0-9a-f]{64}");
  private static final Pattern TAG = Pattern.compile("[^@:\\s]+:(?!latest$)[^@:\\s]+");

  private ImageRules() {}

  /** In production a tag that somebody moves must not change what runs. */
  static List<String> production(Cluster cluster) {
    return breaches(cluster, DIGEST, "has no digest");
  }

  static List<String> local(Cluster cluster) {
    return breaches(cluster, TAG, "has no version");
  }

  static Stream<String> images(Cluster cluster) {
    return Stream.concat(
        cluster.workloads().stream()
            .flatMap(workload -> workload.containers().stream())
            .map(container -> Tree.text(container, "/image")),
        cluster.ofKind("Cluster").map(postgres -> Tree.text(postgres.tree(), "/spec/imageName")));
  }

  private static List<String> breaches(Cluster cluster, Pattern allowed, String complaint) {
    return images(cluster)
        .filter(image -> !allowed.matcher(image).matches())
        .map(image -> "%s %s".formatted(image, complaint))
        .toList();
  }
}
