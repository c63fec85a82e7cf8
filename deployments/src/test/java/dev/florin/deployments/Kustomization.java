package dev.florin.deployments;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Renders the part of kustomize that the manifests use; anything else is an error. Names of
 * generated ConfigMaps carry no hash.
 */
final class Kustomization {
  private static final String FILE = "kustomization.yaml";
  private static final String COMPONENT = "Component";
  private static final Set<String> FIELDS =
      Set.of(
          "apiVersion",
          "kind",
          "namespace",
          "resources",
          "components",
          "configMapGenerator",
          "patches",
          "images");

  private final Set<Path> files = new HashSet<>();

  /** What the folder stands for. */
  List<Manifest> render(Path folder) {
    return render(folder, List.of());
  }

  /** The same with components that its own file does not name. */
  List<Manifest> render(Path folder, List<Path> components) {
    List<ObjectNode> trees = build(folder, List.of(), "Kustomization");
    for (Path component : components) {
      trees = build(component, trees, COMPONENT);
    }
    return trees.stream().map(Manifest::new).toList();
  }

  /** All files read so far. */
  Set<Path> files() {
    return files;
  }

  private List<ObjectNode> build(Path folder, List<ObjectNode> received, String kind) {
    JsonNode settings = single(folder.resolve(FILE));
    for (String field : settings.propertyNames()) {
      require(FIELDS.contains(field), folder + ": unknown field " + field);
    }
    require(Tree.text(settings, "/kind").equals(kind), folder + " is not of the kind " + kind);
    List<ObjectNode> trees = new ArrayList<>(received);
    Tree.texts(settings, "/resources").forEach(name -> trees.addAll(resource(folder, name)));
    List<ObjectNode> result = trees;
    for (String component : Tree.texts(settings, "/components").toList()) {
      result = build(folder.resolve(component).normalize(), result, COMPONENT);
    }
    for (JsonNode generator : Tree.list(settings, "/configMapGenerator")) {
      generate(folder, generator, result);
    }
    for (JsonNode patch : Tree.list(settings, "/patches")) {
      JsonNode change = single(inside(folder, Tree.text(patch, "/path")));
      result = patched((ObjectNode) change, patch.path("target"), result);
    }
    move(result, Tree.text(settings, "/namespace"));
    for (JsonNode image : Tree.list(settings, "/images")) {
      result.forEach(tree -> rename(tree, image));
    }
    return result;
  }

  private List<ObjectNode> resource(Path folder, String name) {
    Path path = folder.resolve(name).normalize();
    if (Files.isDirectory(path)) {
      return build(path, List.of(), "Kustomization");
    }
    return read(inside(folder, name)).stream().map(ObjectNode.class::cast).toList();
  }

  private void generate(Path folder, JsonNode generator, List<ObjectNode> trees) {
    String name = Tree.text(generator, "/name");
    ObjectNode map =
        Tree.text(generator, "/behavior").equals("merge")
            ? trees.stream()
                .filter(tree -> new Manifest(tree).is("ConfigMap", name))
                .findFirst()
                .orElseThrow()
            : newConfigMap(name, trees);
    ObjectNode data = map.withObjectProperty("data");
    Tree.texts(generator, "/literals")
        .forEach(
            literal -> {
              int equals = literal.indexOf('=');
              data.put(literal.substring(0, equals), literal.substring(equals + 1));
            });
    Tree.texts(generator, "/files")
        .forEach(file -> data.put(file, Tree.text(seen(inside(folder, file)))));
  }

  private static ObjectNode newConfigMap(String name, List<ObjectNode> trees) {
    ObjectNode map = JsonNodeFactory.instance.objectNode();
    map.put("apiVersion", "v1").put("kind", "ConfigMap");
    map.putObject("metadata").put("name", name);
    trees.add(map);
    return map;
  }

  private static List<ObjectNode> patched(
      ObjectNode patch, JsonNode target, List<ObjectNode> trees) {
    boolean delete = Tree.text(patch, "/$patch").equals("delete");
    List<ObjectNode> result = new ArrayList<>();
    int hits = 0;
    for (ObjectNode tree : trees) {
      boolean hit = isTarget(new Manifest(tree), target);
      hits += hit ? 1 : 0;
      if (hit && !delete) {
        JsonNode name = tree.at("/metadata/name");
        StrategicMerge.merge(tree, patch);
        ((ObjectNode) tree.path("metadata")).set("name", name);
      }
      if (!hit || !delete) {
        result.add(tree);
      }
    }
    require(hits > 0, "no manifest is a target of " + target);
    return result;
  }

  private static boolean isTarget(Manifest manifest, JsonNode target) {
    String name = Tree.text(target, "/name");
    String label = Tree.text(target, "/labelSelector");
    return manifest.kind().equals(Tree.text(target, "/kind"))
        && (name.isEmpty() || manifest.name().equals(name))
        && (label.isEmpty() || manifest.hasLabel(label));
  }

  private static void move(List<ObjectNode> trees, String namespace) {
    for (ObjectNode tree : trees) {
      if (!namespace.isEmpty() && !Tree.text(tree, "/kind").equals("Namespace")) {
        ((ObjectNode) tree.path("metadata")).put("namespace", namespace);
      }
    }
  }

  private static void rename(ObjectNode tree, JsonNode image) {
    for (JsonNode container : Tree.list(tree, "/spec/template/spec/containers")) {
      String old = Tree.text(container, "/image");
      if (old.equals(Tree.text(image, "/name"))) {
        String name = image.path("newName").asString(old);
        String digest = Tree.text(image, "/digest");
        String version = digest.isEmpty() ? ":" + Tree.text(image, "/newTag") : "@" + digest;
        ((ObjectNode) container).put("image", name + version);
      }
    }
  }

  /** Files may not be outside the folder that names them; folders may. */
  private static Path inside(Path folder, String file) {
    Path path = folder.resolve(file).normalize();
    require(path.startsWith(folder), folder + " names what is not inside: " + file);
    return path;
  }

  private JsonNode single(Path file) {
    List<JsonNode> documents = read(file);
    require(documents.size() == 1, "not one document: " + file);
    return documents.getFirst();
  }

  private List<JsonNode> read(Path file) {
    return Tree.read(seen(file));
  }

  private Path seen(Path file) {
    files.add(file.normalize());
    return file;
  }

  private static void require(boolean condition, String complaint) {
    if (!condition) {
      throw new IllegalArgumentException(complaint);
    }
  }
}
