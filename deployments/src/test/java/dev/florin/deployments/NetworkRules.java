package dev.florin.deployments;

import dev.florin.deployments.Cluster.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Policies deny first, speak of pods that exist, and let everybody reach what they are told of. */
final class NetworkRules {
  /** {@code http://name:port}, {@code jdbc:postgresql://name:port/…} or {@code name:port}. */
  private static final Pattern ADDRESS =
      Pattern.compile("(?:[a-z:]+//)?([a-z][a-z0-9-]*):(\\d+)(?:/.*)?");

  private final Network network;
  private final List<String> breaches = new ArrayList<>();

  private NetworkRules(Network network) {
    this.network = network;
  }

  static List<String> breaches(Cluster cluster) {
    NetworkRules rules = new NetworkRules(Network.of(cluster));
    if (rules.network.policies().stream().noneMatch(NetworkRules::deniesAll)) {
      rules.breaches.add("nothing denies what is not allowed");
    }
    rules.network.policies().forEach(rules::policy);
    cluster.services().forEach(service -> rules.neighbours(cluster, service));
    return rules.breaches;
  }

  private static boolean deniesAll(Manifest policy) {
    return policy.at("/spec/podSelector").isEmpty()
        && Tree.texts(policy.tree(), "/spec/policyTypes")
            .toList()
            .equals(List.of("Ingress", "Egress"))
        && policy.at("/spec").size() == 2;
  }

  private void policy(Manifest policy) {
    List<Pod> selected = matching(policy.at("/spec/podSelector"));
    if (selected.isEmpty()) {
      breaches.add("%s: selects no pod".formatted(policy));
    }
    for (JsonNode rule : Tree.list(policy.tree(), "/spec/ingress")) {
      peers(policy, rule, "/from");
      ports(policy, rule, selected);
    }
    for (JsonNode rule : Tree.list(policy.tree(), "/spec/egress")) {
      List<Pod> peers = peers(policy, rule, "/to");
      if (!peers.isEmpty()) {
        ports(policy, rule, peers);
      }
    }
  }

  private List<Pod> peers(Manifest policy, JsonNode rule, String field) {
    List<Pod> peers = new ArrayList<>();
    if (Tree.list(rule, field).isEmpty()) {
      breaches.add("%s: allows everybody".formatted(policy));
    }
    for (JsonNode peer : Tree.list(rule, field)) {
      if (!peer.has("ipBlock") && !peer.has("namespaceSelector")) {
        List<Pod> found = matching(peer.path("podSelector"));
        if (found.isEmpty()) {
          breaches.add("%s: no pod is %s".formatted(policy, peer));
        }
        peers.addAll(found);
      }
    }
    return peers;
  }

  private void ports(Manifest policy, JsonNode rule, List<Pod> listening) {
    if (Tree.list(rule, "/ports").isEmpty()) {
      breaches.add("%s: allows every port".formatted(policy));
    }
    for (JsonNode port : Tree.list(rule, "/ports")) {
      String open = Tree.text(port, "/port");
      if (listening.stream()
          .noneMatch(
              pod ->
                  pod.ports().containsValue(open)
                      || pod.ports().keySet().stream()
                          .anyMatch(number -> open.equals(number.toString())))) {
        breaches.add("%s: nobody listens on %s".formatted(policy, open));
      }
    }
  }

  private void neighbours(Cluster cluster, Workload service) {
    Pod from = pod(service.name());
    Set<String> edges = network.edges(from);
    Map<String, String> variables = EnvironmentRules.of(cluster, service);
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      Matcher address = ADDRESS.matcher(variable.getValue());
      if (address.matches() && isHere(address.group(1), service)) {
        String edge = "%s → %s:%s".formatted(from.name(), address.group(1), address.group(2));
        if (!edges.contains(edge)) {
          breaches.add("%s, but %s is closed".formatted(variable, edge));
        }
      }
    }
  }

  private boolean isHere(String host, Workload service) {
    return !host.equals(service.name())
        && network.pods().stream().anyMatch(pod -> pod.name().equals(host));
  }

  private Pod pod(String name) {
    return network.pods().stream().filter(pod -> pod.name().equals(name)).findFirst().orElseThrow();
  }

  private List<Pod> matching(JsonNode selector) {
    return network.pods().stream().filter(pod -> pod.matches(selector)).toList();
  }
}
