package dev.florin.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AlertsTests {

  private static final String RULES = "deployments/prometheus/rules";

  private record Alert(Path file, String name, JsonNode rule) {

    Path tests() {
      return file.resolveSibling(file.getFileName().toString().replace(".rules.yml", "_test.yml"));
    }
  }

  private static List<Alert> alerts() {
    List<Alert> alerts = new ArrayList<>();
    for (Path file : DeploymentFiles.below(RULES, ".rules.yml")) {
      for (JsonNode group : DeploymentFiles.yaml(file).path("groups")) {
        for (JsonNode rule : group.path("rules")) {
          if (rule.has("alert")) {
            alerts.add(new Alert(file, rule.path("alert").asString(), rule));
          }
        }
      }
    }
    assertThat(alerts).isNotEmpty();
    return alerts;
  }

  @Test
  void everyAlertSaysHowUrgentItIsAndHasARunbook() {
    String index = DeploymentFiles.text(DeploymentFiles.path("docs/runbooks/README.md"));
    Set<String> pages = new TreeSet<>(Set.of("docs/runbooks/README.md"));
    for (Alert alert : alerts()) {
      assertThat(alert.rule().path("labels").path("severity").asString()).isIn("page", "ticket");
      JsonNode annotations = alert.rule().path("annotations");
      assertThat(annotations.path("summary").asString()).as(alert.name()).isNotBlank();
      String runbook = annotations.path("runbook").asString();
      assertThat(pages.add(runbook)).as(runbook).isTrue();
      assertThat(DeploymentFiles.text(DeploymentFiles.path(runbook)))
          .startsWith("# " + alert.name() + "\n")
          .contains("## What it means", "## What to look at", "## What to do");
      assertThat(index)
          .contains("[%s](%s)".formatted(alert.name(), Path.of(runbook).getFileName()));
    }
    Path root = DeploymentFiles.path("");
    String withoutAlert = index.substring(index.indexOf("## Without an alert"));
    assertThat(DeploymentFiles.below("docs/runbooks", ".md"))
        .filteredOn(page -> !withoutAlert.contains("(" + page.getFileName() + ")"))
        .allSatisfy(page -> assertThat(pages).contains(root.relativize(page).toString()));
  }

  @Test
  void everyAlertIsTestedToFireAndToBeQuiet() {
    for (Alert alert : alerts()) {
      JsonNode tests = DeploymentFiles.yaml(alert.tests()).path("tests");
      List<Boolean> fires =
          tests
              .valueStream()
              .flatMap(test -> test.path("alert_rule_test").valueStream())
              .filter(test -> test.path("alertname").asString().equals(alert.name()))
              .map(test -> !test.path("exp_alerts").isEmpty())
              .toList();
      assertThat(fires).as(alert.name()).contains(true, false);
    }
  }

  @Test
  void theRulesPassTheirTests() throws Exception {
    String promtool =
        find("promtool")
            .orElseGet(() -> abort("promtool is not on this machine: the rules were not run"));
    List<String> rules = names(".rules.yml");
    assertPasses(Stream.concat(Stream.of(promtool, "check", "rules"), rules.stream()).toList());
    assertPasses(
        Stream.concat(Stream.of(promtool, "test", "rules"), names("_test.yml").stream()).toList());
  }

  private static List<String> names(String suffix) {
    return DeploymentFiles.below(RULES, suffix).stream()
        .map(file -> file.getFileName().toString())
        .toList();
  }

  private static void assertPasses(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(DeploymentFiles.path(RULES).toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
  }

  private static Optional<String> find(String program) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }
}
