package dev.florin.deployments;

import dev.florin.deployments.Cluster.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Everything that a manifest names is there, and every secret that is asked for is used. */
final class ReferenceRules {
  private final Cluster cluster;
  private final List<String> breaches = new ArrayList<>();
  private final Map<String, Set<String>> usedSecrets = new HashMap<>();

  private ReferenceRules(Cluster cluster) {
    this.cluster = cluster;
  }

  static List<String> breaches(Cluster cluster) {
    ReferenceRules rules = new ReferenceRules(cluster);
    cluster.workloads().forEach(rules::workload);
    cluster.ofKind("Service").forEach(rules::service);
    cluster.ofKind("Ingress").forEach(rules::ingress);
    cluster.ofKind("HTTPRoute").forEach(rules::route);
    cluster.ofKind("Cluster").forEach(rules::roles);
    rules.leftovers();
    return rules.breaches;
  }

  private void workload(Workload workload) {
    String account = Tree.text(workload.pod(), "/serviceAccountName");
    check(
        workload.manifest(),
        "account " + account,
        cluster
            .find("ServiceAccount", account)
            .map(found -> Tree.text(found.tree(), "/automountServiceAccountToken"))
            .filter("false"::equals)
            .isPresent());
    check(
        workload.manifest(),
        "selects its own pods",
        workload.isJob()
            || workload
                .labels()
                .entrySet()
                .containsAll(
                    Manifest.labels(workload.manifest().at("/spec/selector/matchLabels"))
                        .entrySet()));
    for (JsonNode container : workload.containers()) {
      Set<String> volumes = new HashSet<>();
      Tree.list(workload.pod(), "/volumes")
          .forEach(volume -> volumes.add(Tree.text(volume, "/name")));
      Tree.list(workload.manifest().tree(), "/spec/volumeClaimTemplates")
          .forEach(claim -> volumes.add(Tree.text(claim, "/metadata/name")));
      for (JsonNode mount : Tree.list(container, "/volumeMounts")) {
        String volume = Tree.text(mount, "/name");
        check(workload.manifest(), "volume " + volume, volumes.contains(volume));
      }
      for (JsonNode source : Tree.list(container, "/envFrom")) {
        configMap(workload, Tree.text(source, "/configMapRef/name"), "");
      }
      for (JsonNode variable : Tree.list(container, "/env")) {
        references(workload, variable.path("valueFrom"));
      }
    }
    for (JsonNode volume : Tree.list(workload.pod(), "/volumes")) {
      volume(workload, volume);
      Tree.list(volume, "/projected/sources").forEach(source -> volume(workload, source));
    }
  }

  private void references(Workload workload, JsonNode source) {
    if (source.has("secretKeyRef")) {
      secret(
          workload.manifest(),
          Tree.text(source, "/secretKeyRef/name"),
          Tree.text(source, "/secretKeyRef/key"));
    }
    if (source.has("configMapKeyRef")) {
      configMap(
          workload,
          Tree.text(source, "/configMapKeyRef/name"),
          Tree.text(source, "/configMapKeyRef/key"));
    }
  }

  private void volume(Workload workload, JsonNode volume) {
    if (volume.has("configMap")) {
      configMap(workload, Tree.text(volume, "/configMap/name"), "");
    }
    if (volume.has("secret") && !volume.path("secret").path("optional").asBoolean(false)) {
      JsonNode secret = volume.path("secret");
      String name = secret.path("secretName").asString(Tree.text(secret, "/name"));
      List<JsonNode> items = Tree.list(secret, "/items");
      items.forEach(item -> secret(workload.manifest(), name, Tree.text(item, "/key")));
      if (items.isEmpty()) {
        check(workload.manifest(), "secret " + name, cluster.secrets().containsKey(name));
        cluster.secrets().getOrDefault(name, Set.of()).forEach(key -> use(name, key));
      }
    }
  }

  private void configMap(Workload workload, String name, String key) {
    check(
        workload.manifest(),
        "config map %s %s".formatted(name, key),
        cluster
            .find("ConfigMap", name)
            .filter(map -> key.isEmpty() || map.at("/data").has(key))
            .isPresent());
  }

  private void secret(Manifest user, String name, String key) {
    Set<String> keys = cluster.secrets().getOrDefault(name, Set.of());
    check(user, "secret %s %s".formatted(name, key), keys.contains(key));
    use(name, key);
  }

  private void use(String name, String key) {
    usedSecrets.computeIfAbsent(name, _ -> new HashSet<>()).add(key);
  }

  private void leftovers() {
    cluster
        .secrets()
        .forEach(
            (name, keys) ->
                keys.stream()
                    .filter(key -> !usedSecrets.getOrDefault(name, Set.of()).contains(key))
                    .forEach(
                        key -> breaches.add("nobody uses the secret %s %s".formatted(name, key))));
  }

  private void service(Manifest service) {
    Set<Map.Entry<String, String>> wanted =
        Manifest.labels(service.at("/spec/selector")).entrySet();
    List<Workload> behind =
        cluster.workloads().stream()
            .filter(
                workload -> !workload.isJob() && workload.labels().entrySet().containsAll(wanted))
            .toList();
    check(service, "leads to one workload", behind.size() == 1);
    for (JsonNode port : Tree.list(service.tree(), "/spec/ports")) {
      String target = Tree.text(port, "/targetPort");
      int number = port.path("port").asInt(0);
      check(
          service,
          "port " + target,
          behind.stream()
              .flatMap(workload -> workload.containers().stream())
              .flatMap(container -> Tree.list(container, "/ports").stream())
              .anyMatch(
                  open ->
                      Tree.text(open, "/name").equals(target)
                          && open.path("containerPort").asInt(0) == number));
      check(service, "no management port", !target.equals("management"));
    }
  }

  private void ingress(Manifest ingress) {
    for (JsonNode rule : Tree.list(ingress.tree(), "/spec/rules")) {
      for (JsonNode path : Tree.list(rule, "/http/paths")) {
        check(ingress, "gateway only", Tree.text(path, "/backend/service/name").equals("gateway"));
      }
    }
    check(ingress, "no default", ingress.at("/spec/defaultBackend").isMissingNode());
  }

  private void route(Manifest route) {
    for (JsonNode rule : Tree.list(route.tree(), "/spec/rules")) {
      for (JsonNode backend : Tree.list(rule, "/backendRefs")) {
        check(
            route,
            "gateway only",
            Tree.text(backend, "/name").equals("gateway") && backend.path("port").asInt(0) == 8080);
      }
    }
  }

  /** CloudNativePG takes user name and password of a role from one Secret. */
  private void roles(Manifest postgres) {
    for (JsonNode role : Tree.list(postgres.tree(), "/spec/managed/roles")) {
      String name = Tree.text(role, "/passwordSecret/name");
      secret(postgres, name, "username");
      secret(postgres, name, "password");
    }
    List<String> owners =
        Tree.list(postgres.tree(), "/spec/managed/roles").stream()
            .map(role -> Tree.text(role, "/name"))
            .toList();
    cluster
        .ofKind("Database")
        .forEach(
            database ->
                check(
                    database, "owner", owners.contains(Tree.text(database.tree(), "/spec/owner"))));
  }

  private void check(Manifest manifest, String what, boolean holds) {
    if (!holds) {
      breaches.add("%s: %s".formatted(manifest, what));
    }
  }
}
