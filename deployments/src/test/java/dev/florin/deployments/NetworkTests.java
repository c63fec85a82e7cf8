package dev.florin.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The edges of ARCHITECTURE.md, and none besides. */
class NetworkTests {
  private static final Set<String> EDGES =
      Set.of(
          "gateway → identity-service:8081",
          "gateway → payment-service:8082",
          "gateway → account-service:8083",
          "gateway → channel-service:8085",
          "gateway → notification-service:8086",
          "gateway → otel-collector:4318",
          "identity-service → postgres:5432",
          "identity-service → otel-collector:4318",
          "payment-service → identity-service:8081",
          "payment-service → account-service:8083",
          "payment-service → risk-service:8084",
          "payment-service → channel-service:8085",
          "payment-service → notification-service:8086",
          "payment-service → postgres:5432",
          "payment-service → kafka:9092",
          "payment-service → otel-collector:4318",
          "account-service → identity-service:8081",
          "account-service → risk-service:8084",
          "account-service → postgres:5432",
          "account-service → kafka:9092",
          "account-service → otel-collector:4318",
          "risk-service → identity-service:8081",
          "risk-service → postgres:5432",
          "risk-service → otel-collector:4318",
          "channel-service → identity-service:8081",
          "channel-service → postgres:5432",
          "channel-service → kafka:9092",
          "channel-service → otel-collector:4318",
          "notification-service → identity-service:8081",
          "notification-service → postgres:5432",
          "notification-service → kafka:9092",
          "notification-service → otel-collector:4318",
          "otel-collector → postgres:5432",
          "otel-collector → kafka:9092");

  private static final Set<String> LOCAL =
      Set.of(
          "gateway → redis:6379",
          "payment-service → redis:6379",
          "risk-service → redis:6379",
          "otel-collector → redis:6379",
          "otel-collector → jaeger:4317",
          "channel-service → sandbox-psp:8090",
          "sandbox-psp → channel-service:8085",
          "sandbox-psp → postgres:5432",
          "sandbox-psp → otel-collector:4318",
          "kafka-topics → kafka:9092");

  private static final Set<String> PRODUCTION =
      Set.of("postgres → postgres:5432", "postgres → postgres:8000");

  @Test
  void localClusterHasTheseEdgesOnly() {
    assertThat(Network.of(Cluster.local()).edges()).isEqualTo(union(EDGES, LOCAL));
  }

  @Test
  void productionHasTheseEdgesOnly() {
    assertThat(Network.of(Cluster.production()).edges()).isEqualTo(union(EDGES, PRODUCTION));
  }

  @Test
  void podWithoutLabelsReachesNothing() {
    for (Cluster cluster : Set.of(Cluster.local(), Cluster.production())) {
      assertThat(Network.of(cluster).edges(new Pod("stranger", Map.of(), Map.of()))).isEmpty();
    }
  }

  @Test
  void onlyTheEdgeComesInAndOnlyWhoMustGoesOut() {
    Network network = Network.of(Cluster.production());

    assertThat(network.waysIn("gateway")).containsExactlyInAnyOrder("edge", "scrape-services");
    assertThat(network.waysIn("payment-service")).containsExactly("scrape-services");
    assertThat(network.waysIn("postgres")).containsExactly("postgres-operator");
    assertThat(network.waysOut("account-service")).containsExactly("dns");
    assertThat(network.waysOut("channel-service")).containsExactlyInAnyOrder("dns", "providers");
    assertThat(network.waysOut("payment-service")).containsExactlyInAnyOrder("dns", "redis");
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    Set<String> all = new TreeSet<>(one);
    all.addAll(other);
    return all;
  }
}
