package dev.florin.deployments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** YAML files as trees, read as Kubernetes reads them; a key twice is an error. */
final class Tree {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Tree() {}

  /** The folder of the whole project. */
  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("florin"))) {
      Path parent = folder.getParent();
      if (parent == null) {
        throw new IllegalStateException("not inside the project: " + Path.of("").toAbsolutePath());
      }
      folder = parent;
    }
    return folder;
  }

  static List<JsonNode> read(Path file) {
    return parse(text(file));
  }

  static List<JsonNode> parse(String yaml) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    List<JsonNode> documents = new ArrayList<>();
    for (Object document : new Yaml(new SafeConstructor(options)).loadAll(yaml)) {
      if (document != null) {
        documents.add(JSON.valueToTree(document));
      }
    }
    return documents;
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** The text at a JSON pointer, empty if there is none. */
  static String text(JsonNode node, String pointer) {
    return node.at(pointer).asString("");
  }

  /** The elements at a JSON pointer, none if there is nothing. */
  static List<JsonNode> list(JsonNode node, String pointer) {
    return node.at(pointer).valueStream().toList();
  }

  static Stream<String> texts(JsonNode node, String pointer) {
    return list(node, pointer).stream().map(element -> element.asString(""));
  }
}
