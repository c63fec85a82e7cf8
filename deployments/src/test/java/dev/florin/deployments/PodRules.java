package dev.florin.deployments;

import dev.florin.deployments.Cluster.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What every pod gives up, and what it says about itself. */
final class PodRules {
  private static final Pattern SECRET = Pattern.compile(".*(PASSWORD|SECRET|TOKEN|KEY)$");
  private static final Set<String> VOLUMES = Set.of("configMap", "emptyDir", "projected", "secret");

  private final List<String> breaches = new ArrayList<>();

  private PodRules() {}

  static List<String> breaches(Cluster cluster) {
    PodRules rules = new PodRules();
    cluster.workloads().forEach(rules::check);
    return rules.breaches;
  }

  private void check(Workload workload) {
    JsonNode pod = workload.pod();
    must(workload, "no token", pod.path("automountServiceAccountToken"), "false");
    must(workload, "no variables of neighbours", pod.path("enableServiceLinks"), "false");
    must(workload, "not root", pod.at("/securityContext/runAsNonRoot"), "true");
    must(workload, "seccomp", pod.at("/securityContext/seccompProfile/type"), "RuntimeDefault");
    check(workload, "a user that is not root", pod.at("/securityContext/runAsUser").asInt(0) > 0);
    check(workload, "an account of its own", !Tree.text(pod, "/serviceAccountName").isEmpty());
    for (String host : List.of("hostNetwork", "hostPID", "hostIPC")) {
      check(workload, "no " + host, !pod.path(host).asBoolean(false));
    }
    for (JsonNode volume : Tree.list(pod, "/volumes")) {
      check(workload, "only plain volumes", VOLUMES.stream().anyMatch(volume::has));
      check(
          workload,
          "a limit of empty folders",
          !volume.has("emptyDir") || volume.at("/emptyDir").has("sizeLimit"));
    }
    check(workload, "containers", !workload.containers().isEmpty());
    workload.containers().forEach(container -> check(workload, container));
  }

  private void check(Workload workload, JsonNode container) {
    JsonNode security = container.path("securityContext");
    must(workload, "no escalation", security.path("allowPrivilegeEscalation"), "false");
    must(workload, "a root folder only to read", security.path("readOnlyRootFilesystem"), "true");
    check(workload, "no privilege", !security.path("privileged").asBoolean(false));
    check(workload, "not root by itself", security.path("runAsUser").asInt(1) > 0);
    check(
        workload,
        "no capability",
        Tree.texts(security, "/capabilities/drop").toList().equals(List.of("ALL"))
            && !security.path("capabilities").has("add"));
    for (String amount :
        List.of("/requests/cpu", "/requests/memory", "/limits/cpu", "/limits/memory")) {
      check(workload, "resources" + amount, !Tree.text(container, "/resources" + amount).isEmpty());
    }
    for (JsonNode variable : Tree.list(container, "/env")) {
      check(
          workload,
          "no secret as a value: " + Tree.text(variable, "/name"),
          !variable.has("value") || !SECRET.matcher(Tree.text(variable, "/name")).matches());
    }
    probes(workload, container);
  }

  private void probes(Workload workload, JsonNode container) {
    if (workload.isService()) {
      must(workload, "startup", container.at("/startupProbe/httpGet/port"), "management");
      must(
          workload,
          "live",
          container.at("/livenessProbe/httpGet/path"),
          "/actuator/health/liveness");
      must(workload, "live", container.at("/livenessProbe/httpGet/port"), "management");
      must(
          workload,
          "ready",
          container.at("/readinessProbe/httpGet/path"),
          "/actuator/health/readiness");
      must(workload, "ready", container.at("/readinessProbe/httpGet/port"), "management");
    } else if (!workload.isJob()) {
      check(workload, "a probe for life", container.has("livenessProbe"));
      check(workload, "a probe for readiness", container.has("readinessProbe"));
    }
  }

  private void must(Workload workload, String what, JsonNode value, String expected) {
    check(workload, what, value.asString("").equals(expected));
  }

  private void check(Workload workload, String what, boolean holds) {
    if (!holds) {
      breaches.add("%s: %s".formatted(workload, what));
    }
  }
}
