package dev.florin.deployments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What a service reads from its environment.
 *
 * @param service the Maven module
 */
record Settings(String service) {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]+)(:?)");
  private static final Pattern VARIABLE = Pattern.compile("\\bFLORIN_[A-Z0-9_]+\\b");

  /** The variables without which it does not start. */
  Set<String> required() {
    Set<String> names = new TreeSet<>();
    for (String text : files()) {
      Matcher placeholder = PLACEHOLDER.matcher(text);
      while (placeholder.find()) {
        if (placeholder.group(2).isEmpty()) {
          names.add(placeholder.group(1));
        }
      }
    }
    if (has("<artifactId>postgresql</artifactId>")) {
      Stream.of("URL", "USERNAME", "PASSWORD")
          .forEach(part -> names.add("SPRING_DATASOURCE_" + part));
    }
    if (has("<artifactId>spring-boot-starter-data-redis</artifactId>", "-lettuce</artifactId>")) {
      names.add("SPRING_DATA_REDIS_URL");
    }
    if (has(
        "<artifactId>common-outbox</artifactId>",
        "<artifactId>spring-boot-starter-kafka</artifactId>")) {
      names.add("SPRING_KAFKA_BOOTSTRAP_SERVERS");
    }
    return names;
  }

  /** Every variable of the platform that it, or what it is made of, mentions. */
  Set<String> known() {
    return Stream.concat(files().stream(), sources().stream())
        .flatMap(text -> VARIABLE.matcher(text).results())
        .map(hit -> hit.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Connections to its database at most, per process. */
  int connections() {
    return find("/spring/datasource/hikari/maximum-pool-size").map(size -> size.asInt()).orElse(0);
  }

  /** Seconds within which it answers. */
  int budgetSeconds() {
    return find("/florin/web.deadline.budget")
        .or(() -> find("/florin/web/deadline/budget"))
        .map(budget -> seconds(budget.asString()))
        .orElse(5);
  }

  /** Seconds that each phase of its shutdown may take. */
  static int shutdownPhaseSeconds() {
    return Tree.read(module("common-web").resolve("florin-web.yml")).stream()
        .map(document -> Tree.text(document, "/spring/lifecycle.timeout-per-shutdown-phase"))
        .filter(text -> !text.isEmpty())
        .mapToInt(Settings::seconds)
        .findFirst()
        .orElseThrow();
  }

  private static int seconds(String duration) {
    if (!duration.endsWith("s") || duration.endsWith("ms")) {
      throw new IllegalArgumentException("not in seconds: " + duration);
    }
    return Integer.parseInt(duration.substring(0, duration.length() - 1));
  }

  private Optional<JsonNode> find(String pointer) {
    return Tree.parse(own()).stream()
        .map(document -> document.at(pointer))
        .filter(value -> !value.isMissingNode())
        .findFirst();
  }

  private String own() {
    return Tree.text(module(service).resolve("application.yml"));
  }

  private List<String> files() {
    Path web = module("common-web").resolve("florin-web.yml");
    Path telemetry = module("common-telemetry").resolve("florin-telemetry.yml");
    return own().contains("florin-web.yml")
        ? List.of(own(), Tree.text(web), Tree.text(telemetry))
        : List.of(own(), Tree.text(telemetry));
  }

  private static Path module(String name) {
    return Tree.root().resolve(name).resolve("src/main/resources");
  }

  private boolean has(String... dependencies) {
    String pom = Tree.text(Tree.root().resolve(service).resolve("pom.xml"));
    return Stream.of(dependencies).anyMatch(pom::contains);
  }

  private List<String> sources() {
    try (Stream<Path> files = Files.walk(Tree.root().resolve(service).resolve("src/main/java"))) {
      return files.filter(Files::isRegularFile).map(Tree::text).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the sources of " + service, e);
    }
  }
}
