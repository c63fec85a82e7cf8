package dev.florin.deployments;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Which pod may open a connection to which port of another, by all policies together. */
record Network(List<Manifest> policies, List<Pod> pods) {

  static Network of(Cluster cluster) {
    return new Network(cluster.ofKind("NetworkPolicy").toList(), Pod.of(cluster));
  }

  /** Every edge that is open, as {@code from → to:port}. */
  Set<String> edges() {
    Set<String> edges = new TreeSet<>();
    pods.forEach(from -> edges.addAll(edges(from)));
    return edges;
  }

  Set<String> edges(Pod from) {
    Set<String> edges = new TreeSet<>();
    for (Pod to : pods) {
      for (int port : to.ports().keySet()) {
        if (isOpen(from, to, port)) {
          edges.add("%s → %s:%d".formatted(from.name(), to.name(), port));
        }
      }
    }
    return edges;
  }

  /** Where a pod may go outside its namespace, as the policies' names. */
  Set<String> waysOut(String pod) {
    return outside(pod, "Egress", "/spec/egress", "/to");
  }

  /** Who outside its namespace may come to a pod, as the policies' names. */
  Set<String> waysIn(String pod) {
    return outside(pod, "Ingress", "/spec/ingress", "/from");
  }

  private Set<String> outside(String pod, String type, String rules, String peers) {
    Pod subject = pods.stream().filter(found -> found.name().equals(pod)).findFirst().orElseThrow();
    Set<String> names = new TreeSet<>();
    applying(subject, type)
        .filter(
            policy ->
                Tree.list(policy.tree(), rules).stream()
                    .flatMap(rule -> Tree.list(rule, peers).stream())
                    .anyMatch(Network::isOutside))
        .forEach(policy -> names.add(policy.name()));
    return names;
  }

  private boolean isOpen(Pod from, Pod to, int port) {
    return allows(applying(from, "Egress").toList(), "/spec/egress", "/to", to, to, port)
        && allows(applying(to, "Ingress").toList(), "/spec/ingress", "/from", from, to, port);
  }

  private Stream<Manifest> applying(Pod pod, String type) {
    return policies.stream()
        .filter(policy -> Tree.texts(policy.tree(), "/spec/policyTypes").anyMatch(type::equals))
        .filter(policy -> pod.matches(policy.at("/spec/podSelector")));
  }

  /** Pods without a policy are open; with one, what some rule allows is. */
  private static boolean allows(
      List<Manifest> applying, String rules, String peers, Pod peer, Pod to, int port) {
    return applying.isEmpty()
        || applying.stream()
            .flatMap(policy -> Tree.list(policy.tree(), rules).stream())
            .anyMatch(rule -> allows(rule, peers, peer) && allows(rule, to, port));
  }

  private static boolean allows(JsonNode rule, String peers, Pod peer) {
    return rule.at(peers).isMissingNode()
        || Tree.list(rule, peers).stream()
            .anyMatch(
                candidate -> !isOutside(candidate) && peer.matches(candidate.path("podSelector")));
  }

  private static boolean allows(JsonNode rule, Pod to, int port) {
    return rule.path("ports").isMissingNode()
        || Tree.list(rule, "/ports").stream()
            .map(open -> Tree.text(open, "/port"))
            .anyMatch(
                open -> open.equals(Integer.toString(port)) || open.equals(to.ports().get(port)));
  }

  private static boolean isOutside(JsonNode peer) {
    return peer.has("ipBlock") || peer.has("namespaceSelector");
  }
}
