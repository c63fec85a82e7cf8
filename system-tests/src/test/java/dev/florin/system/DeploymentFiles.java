package dev.florin.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The files by which the platform is deployed, read strictly: a key that stands twice fails. */
final class DeploymentFiles {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private DeploymentFiles() {}

  static Path path(String relative) {
    return ROOT.resolve(relative);
  }

  /** Files below a folder whose names end so, in order. */
  static List<Path> below(String folder, String suffix) {
    try (Stream<Path> files = Files.walk(path(folder))) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(suffix))
          .filter(Files::isRegularFile)
          .filter(file -> !ROOT.relativize(file).toString().contains("/target/"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode json(Path file) {
    return STRICT.readTree(text(file));
  }

  /** The documents of a file. */
  static List<JsonNode> yamls(Path file) {
    LoaderOptions strictly = new LoaderOptions();
    strictly.setAllowDuplicateKeys(false);
    List<JsonNode> documents = new ArrayList<>();
    for (Object document : new Yaml(new SafeConstructor(strictly)).loadAll(text(file))) {
      documents.add(STRICT.valueToTree(document));
    }
    return documents;
  }

  /** The only document of a file. */
  static JsonNode yaml(Path file) {
    List<JsonNode> documents = yamls(file);
    if (documents.size() != 1) {
      throw new AssertionError(documents.size() + " documents in " + file);
    }
    return documents.getFirst();
  }

  static JsonNode compose() {
    return yaml(path("docker-compose.yml"));
  }

  /** What docker compose reads by itself: images and settings. */
  static Map<String, String> environmentFile() {
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(path(".env"))) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.stringPropertyNames().stream()
        .collect(Collectors.toMap(name -> name, properties::getProperty));
  }

  /** The lines of a test resource without comments, split at bars. */
  static List<String[]> table(String resource) {
    return text(Path.of("src", "test", "resources", resource))
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.split("\\s*\\|\\s*", -1))
        .toList();
  }
}
