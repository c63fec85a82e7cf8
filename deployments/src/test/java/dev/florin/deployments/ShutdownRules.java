package dev.florin.deployments;

import dev.florin.deployments.Cluster.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Who is called ends after who calls, and nobody is killed before it has ended. */
final class ShutdownRules {
  private static final Pattern ADDRESS = Pattern.compile("http://([a-z-]+):\\d+");

  /** Web server first, then everything else that runs. */
  private static final int PHASES = 2;

  /** To send the last spans. */
  private static final int REST_SECONDS = 10;

  private ShutdownRules() {}

  static List<String> breaches(Cluster cluster) {
    List<String> breaches = new ArrayList<>();
    int longest = 0;
    for (Workload service : cluster.services()) {
      int grace = service.pod().path("terminationGracePeriodSeconds").asInt(30);
      longest = Math.max(longest, grace);
      int needed =
          service.pauseBeforeTheEnd() + PHASES * Settings.shutdownPhaseSeconds() + REST_SECONDS;
      if (service.pauseBeforeTheEnd() == 0) {
        breaches.add("%s: is stopped before others have forgotten it".formatted(service));
      }
      if (grace < needed) {
        breaches.add("%s: killed after %d s, needs %d s".formatted(service, grace, needed));
      }
      order(cluster, service, breaches);
    }
    Workload collector = workload(cluster, "otel-collector").orElseThrow();
    if (collector.pauseBeforeTheEnd() < longest) {
      breaches.add("%s: ends before the services' last spans".formatted(collector));
    }
    return breaches;
  }

  private static void order(Cluster cluster, Workload caller, List<String> breaches) {
    int until = caller.pauseBeforeTheEnd() + new Settings(caller.name()).budgetSeconds();
    for (Workload called : neighbours(cluster, caller)) {
      // Callbacks are repeated; they may come to nobody.
      if (!caller.name().equals("sandbox-psp") || !called.name().equals("channel-service")) {
        if (called.pauseBeforeTheEnd() < until) {
          breaches.add("%s: ends before %s, which calls it".formatted(called, caller));
        }
      }
    }
  }

  /** The services whose addresses it is given. */
  static List<Workload> neighbours(Cluster cluster, Workload caller) {
    Map<String, String> variables = EnvironmentRules.of(cluster, caller);
    return variables.entrySet().stream()
        .filter(variable -> variable.getKey().startsWith("FLORIN_"))
        .map(variable -> ADDRESS.matcher(variable.getValue()))
        .filter(address -> address.matches())
        .flatMap(address -> workload(cluster, address.group(1)).stream())
        .filter(called -> called.isService() && !called.name().equals(caller.name()))
        .toList();
  }

  private static Optional<Workload> workload(Cluster cluster, String name) {
    return cluster.workloads().stream().filter(found -> found.name().equals(name)).findFirst();
  }
}
