package dev.florin.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.localstack.stack.Service;
import dev.florin.system.PaymentApi.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** No alert and no panel asks for a metric that nobody emits. */
@ExtendWith(StackExtension.class)
class EmittedMetricsIT {

  @Test
  void everyAlertAndEveryPanelAsksForMetricsThatThereAre(Florin florin, PaymentApi api) {
    useThePlatform(api);
    Map<String, Set<String>> wanted = queriedMetrics();
    Set<String> elsewhere = new TreeSet<>(recorded());
    for (String[] line : DeploymentFiles.table("metrics-of-others.txt")) {
      elsewhere.add(line[0]);
    }
    for (String[] line : DeploymentFiles.table("metrics-of-rare-events.txt")) {
      assertThat(DeploymentFiles.text(DeploymentFiles.path(line[1])))
          .as("%s is emitted by %s", line[0], line[1])
          .contains("\"" + line[2] + "\"");
      elsewhere.add(line[0]);
    }
    assertThat(wanted.keySet())
        .as("listed apart, and asked for by nobody")
        .containsAll(elsewhere.stream().filter(name -> !name.startsWith("florin:")).toList());
    wanted.keySet().removeAll(elsewhere);

    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofSeconds(2))
        .untilAsserted(() -> assertThat(missing(wanted, florin)).isEmpty());
  }

  /** One of each that leaves metrics of its own behind. */
  private static void useThePlatform(PaymentApi api) {
    assertThat(api.pay("USER_361", "10.00", null).status()).isEqualTo(201);
    assertThat(api.pay("USER_361", "10.01", "tok_4000000000000002").status()).isEqualTo(402);
    assertThat(api.pay("USER_361", "10.02", "tok_pending").status()).isEqualTo(202);
    String captured = hold(api);
    operate(api, captured + "/capture", "{}");
    operate(api, captured + "/refunds", "{\"amount\":\"1.00\",\"reason\":\"too dear\"}");
    operate(api, hold(api) + "/void", "{}");
  }

  private static String hold(PaymentApi api) {
    Answer held =
        api.post(
            "/api/v1/payments",
            UUID.randomUUID().toString(),
            """
            {"user_id":"USER_362","amount":"5.00","currency":"USD","payment_method":"credit_card",
             "capture_method":"manual"}""");
    assertThat(held.status()).as(held.text()).isEqualTo(201);
    return "/api/v1/payments/" + held.field("payment_id");
  }

  private static void operate(PaymentApi api, String path, String body) {
    Answer answer = api.post(path, UUID.randomUUID().toString(), body);
    assertThat(answer.status()).as(answer.text()).isIn(200, 201, 202);
  }

  /** What is asked for and not there, with those who ask. */
  private static Map<String, Set<String>> missing(Map<String, Set<String>> wanted, Florin florin) {
    Set<String> emitted =
        Arrays.stream(Service.values())
            .flatMap(service -> florin.metrics(service.part()).lines())
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.split("[{ ]", 2)[0])
            .collect(Collectors.toSet());
    Map<String, Set<String>> missing = new TreeMap<>(wanted);
    missing.keySet().removeAll(emitted);
    return missing;
  }

  /** Names of metrics, each with the files that ask for it. */
  private static Map<String, Set<String>> queriedMetrics() {
    Map<String, Set<String>> queried = new TreeMap<>();
    for (Path file : DeploymentFiles.below("deployments/prometheus/rules", ".rules.yml")) {
      collect(DeploymentFiles.yaml(file), file, queried);
    }
    for (Path file : DeploymentFiles.below("deployments/grafana/dashboards", ".json")) {
      for (JsonNode panel : DeploymentFiles.json(file).path("panels")) {
        if (panel.path("datasource").path("type").asString("").equals("prometheus")) {
          collect(panel, file, queried);
        }
      }
    }
    queried.remove("ALERTS");
    return queried;
  }

  private static void collect(JsonNode node, Path file, Map<String, Set<String>> queried) {
    for (String expression : node.findValuesAsString("expr")) {
      for (String name : PromQuery.metrics(expression)) {
        queried.computeIfAbsent(name, _ -> new TreeSet<>()).add(file.getFileName().toString());
      }
    }
  }

  private static Set<String> recorded() {
    Set<String> names = new TreeSet<>();
    for (Path file : DeploymentFiles.below("deployments/prometheus/rules", ".rules.yml")) {
      names.addAll(DeploymentFiles.yaml(file).findValuesAsString("record"));
    }
    return names;
  }
}
