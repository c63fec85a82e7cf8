package dev.florin.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.localstack.stack.Service;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ComposeTests {

  private static final Pattern IMAGE = Pattern.compile("\\$\\{([A-Z_]+_IMAGE)}");
  private static final Pattern SECRET =
      Pattern.compile("(?i).*(password|secret|token|credential|api_?key|private_?key|seal_key).*");
  private static final Pattern REQUIRED = Pattern.compile("\\$\\{([A-Z0-9_]+)}");
  private static final String OWN_SECRETS = "/run/secrets/florin/";

  private final JsonNode compose = DeploymentFiles.compose();

  private static boolean isOneShot(JsonNode service) {
    return service.path("restart").asString("").equals("no");
  }

  @Test
  void everyServiceHasLimitsAndAHealthCheckOrEnds() {
    for (Map.Entry<String, JsonNode> entry : compose.path("services").properties()) {
      JsonNode service = entry.getValue();
      JsonNode limits = service.path("deploy").path("resources").path("limits");
      assertThat(limits.path("memory").asString("")).as(entry.getKey()).isNotEmpty();
      assertThat(limits.path("cpus").asString("")).as(entry.getKey()).isNotEmpty();
      assertThat(service.path("restart").isString()).as(entry.getKey() + " restart").isTrue();
      assertThat(service.path("healthcheck").path("test").isArray())
          .as("health check of " + entry.getKey())
          .isNotEqualTo(isOneShot(service));
      for (Map.Entry<String, JsonNode> needed : service.path("depends_on").properties()) {
        assertThat(needed.getValue().path("condition").asString())
            .as(entry.getKey() + " needs " + needed.getKey())
            .isEqualTo(
                isOneShot(compose.path("services").path(needed.getKey()))
                    ? "service_completed_successfully"
                    : "service_healthy");
      }
    }
  }

  @Test
  void everyImageAndItsTagStandInTheEnvironmentFile() {
    Map<String, String> environment = DeploymentFiles.environmentFile();
    for (Map.Entry<String, JsonNode> entry : compose.path("services").properties()) {
      String image = entry.getValue().path("image").asString();
      if (entry.getValue().has("build")) {
        assertThat(image).isEqualTo("florin/" + entry.getKey() + ":${FLORIN_VERSION}");
        assertThat(entry.getValue().path("build").path("args").path("SERVICE").asString())
            .isEqualTo(entry.getKey());
      } else {
        Matcher variable = IMAGE.matcher(image);
        assertThat(variable.matches()).as(image).isTrue();
        assertThat(environment.get(variable.group(1)))
            .as(variable.group(1))
            .matches("[a-z0-9./-]+:v?[0-9][\\w.-]*");
      }
    }
    assertThat(DeploymentFiles.text(DeploymentFiles.path("pom.xml")))
        .contains("<version>" + environment.get("FLORIN_VERSION") + "</version>");
  }

  @Test
  void noSecretStandsInAnEnvironment() {
    for (Map.Entry<String, JsonNode> entry : compose.path("services").properties()) {
      for (Map.Entry<String, JsonNode> variable : environment(entry.getValue()).entrySet()) {
        assertThat(SECRET.matcher(variable.getKey()).matches() && !isFile(variable.getKey()))
            .as("%s of %s is a secret", variable.getKey(), entry.getKey())
            .isFalse();
      }
    }
    assertThat(DeploymentFiles.environmentFile().keySet())
        .noneMatch(it -> SECRET.matcher(it).matches());
  }

  private static boolean isFile(String variable) {
    return variable.endsWith("_FILE");
  }

  @Test
  void theScriptMakesEverySecretOnceReadableInAClosedFolder(@TempDir Path folder) throws Exception {
    Path script =
        Files.copy(
            DeploymentFiles.path("deployments/compose/make-secrets"),
            folder.resolve("make-secrets"));
    run(script);
    Map<String, String> made = contents(folder.resolve("secrets"));
    assertThat(made.keySet()).isEqualTo(fieldNames(compose.path("secrets")));
    assertThat(made.values()).doesNotHaveDuplicates().noneMatch(String::isBlank);
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("secrets"))))
        .isEqualTo("rwx------");
    for (Map.Entry<String, JsonNode> secret : compose.path("secrets").properties()) {
      assertThat(secret.getValue().path("file").asString())
          .isEqualTo("./deployments/compose/secrets/" + secret.getKey());
    }

    run(script);
    assertThat(contents(folder.resolve("secrets"))).isEqualTo(made);
  }

  private static void run(Path script) throws IOException, InterruptedException {
    Process process = new ProcessBuilder("sh", script.toString()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
  }

  private static Map<String, String> contents(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.collect(
          Collectors.toMap(file -> file.getFileName().toString(), DeploymentFiles::text));
    }
  }

  @Test
  void everyServiceOfTheLocalStackIsThereWithAllThatItsSettingsRequire() {
    for (Service local : Service.values()) {
      JsonNode service = compose.path("services").path(local.module());
      assertThat(service.isObject()).as(local.module()).isTrue();
      Set<String> given = environment(service).keySet();
      Set<String> secrets = secretsOf(service);
      for (Path settings :
          List.of(
              DeploymentFiles.path(local.module() + "/src/main/resources/application.yml"),
              DeploymentFiles.path("common-web/src/main/resources/florin-web.yml"))) {
        for (JsonNode document : DeploymentFiles.yamls(settings)) {
          requireGiven(local, "", document, given, secrets);
        }
      }
    }
  }

  /** A required variable is in the environment, or its property is a secret in a file. */
  private static void requireGiven(
      Service local, String property, JsonNode value, Set<String> given, Set<String> secrets) {
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      String name = property.isEmpty() ? field.getKey() : property + "." + field.getKey();
      requireGiven(local, name, field.getValue(), given, secrets);
    }
    Matcher required = REQUIRED.matcher(value.isString() ? value.asString() : "");
    while (required.find()) {
      assertThat(given.contains(required.group(1)) || secrets.contains(property))
          .as("%s of %s, for %s", required.group(1), local.module(), property)
          .isTrue();
    }
  }

  private static Set<String> secretsOf(JsonNode service) {
    return service
        .path("secrets")
        .valueStream()
        .map(secret -> secret.path("target").asString(""))
        .filter(target -> target.startsWith(OWN_SECRETS))
        .map(target -> target.substring(OWN_SECRETS.length()))
        .collect(Collectors.toSet());
  }

  @Test
  void everyDatabaseIsMadeWithAPasswordOfItsOwn() {
    String script =
        DeploymentFiles.text(DeploymentFiles.path("deployments/compose/postgres/10-databases.sh"));
    Matcher loop = Pattern.compile("for name in ([a-z ]+); do").matcher(script);
    assertThat(loop.find()).isTrue();
    Set<String> made = Arrays.stream(loop.group(1).split(" ", -1)).collect(Collectors.toSet());
    Set<String> used = new TreeSet<>();
    for (JsonNode service : compose.path("services")) {
      String url = environment(service).getOrDefault("SPRING_DATASOURCE_URL", service).asString("");
      if (!url.isEmpty()) {
        String name = url.substring(url.lastIndexOf("/florin_") + "/florin_".length());
        used.add(name);
        assertThat(service.path("secrets").toString()).contains("\"database-" + name + "\"");
      }
    }
    assertThat(made).isEqualTo(used);
    assertThat(
            compose
                .path("services")
                .path("postgres")
                .path("secrets")
                .valueStream()
                .map(JsonNode::asString))
        .containsAll(used.stream().map(name -> "database-" + name).toList());
  }

  @Test
  void theTopicsAreThoseOfTheLocalStack() {
    Pattern names = Pattern.compile("\\b(?:payment|account|channel)\\.events\\b");
    assertThat(matches(names, "deployments/compose/kafka/create-topics.sh"))
        .isEqualTo(
            matches(names, "local-stack/src/main/java/dev/florin/localstack/kafka/Topics.java"))
        .hasSize(3);
  }

  private static Set<String> matches(Pattern pattern, String file) {
    return pattern
        .matcher(DeploymentFiles.text(DeploymentFiles.path(file)))
        .results()
        .map(match -> match.group())
        .collect(Collectors.toSet());
  }

  @Test
  void thePromisedPortsArePublishedAndOnThisMachineAlone() {
    List<String> published =
        compose
            .path("services")
            .valueStream()
            .flatMap(service -> service.path("ports").valueStream())
            .map(JsonNode::asString)
            .toList();
    assertThat(published).allMatch(port -> port.startsWith("${FLORIN_BIND_ADDRESS:-127.0.0.1}:"));
    for (int port : new int[] {8080, 16686, 9090, 3000, 5432, 6379, 9092, 4317, 4318}) {
      assertThat(published).anyMatch(it -> it.endsWith(":%d:%d".formatted(port, port)));
    }
  }

  @Test
  void theImageIsOneForAllServicesAndRunsAsNobody() {
    String dockerfile = DeploymentFiles.text(DeploymentFiles.path("Dockerfile"));
    assertThat(dockerfile).contains("ARG SERVICE").contains("USER 10001:10001");
    assertThat(dockerfile.lines())
        .noneMatch(line -> line.startsWith("# syntax="))
        .noneMatch(line -> line.contains("<<") || line.contains("--link"));
    for (Service local : Service.values()) {
      assertThat(dockerfile).contains(local.module());
    }
  }

  private static Map<String, JsonNode> environment(JsonNode service) {
    return service.path("environment").properties().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Set<String> fieldNames(JsonNode node) {
    return node.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
  }
}
