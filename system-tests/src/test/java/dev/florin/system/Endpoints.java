package dev.florin.system;

import dev.florin.localstack.stack.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The endpoints of a service, read from the annotations of its compiled controllers. */
final class Endpoints {

  private static final String WEB = "Lorg/springframework/web/bind/annotation/";
  private static final String CONTROLLER = WEB + "RestController;";
  private static final String SHARED_PATH = WEB + "RequestMapping;";

  private static final Map<String, String> METHODS =
      Map.of(
          WEB + "GetMapping;", "GET",
          WEB + "PostMapping;", "POST",
          WEB + "PutMapping;", "PUT",
          WEB + "PatchMapping;", "PATCH",
          WEB + "DeleteMapping;", "DELETE");

  private Endpoints() {}

  /** All of them, each as {@code METHOD /path/{variable}}. */
  static SortedSet<String> of(Service service) {
    SortedSet<String> found = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("..", service.module(), "target", "classes"))) {
      for (Path file : files.filter(it -> it.toString().endsWith(".class")).toList()) {
        addFrom(ClassFile.of().parse(file), found);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static void addFrom(ClassModel type, SortedSet<String> found) {
    if (annotations(type).noneMatch(it -> it.className().equalsString(CONTROLLER))) {
      return;
    }
    String shared =
        annotations(type)
            .filter(it -> it.className().equalsString(SHARED_PATH))
            .findFirst()
            .map(Endpoints::path)
            .orElse("");
    type.methods()
        .forEach(
            method ->
                annotations(method)
                    .forEach(
                        annotation ->
                            verb(annotation)
                                .ifPresent(
                                    verb -> found.add(verb + " " + shared + path(annotation)))));
  }

  private static Optional<String> verb(Annotation annotation) {
    String name = annotation.className().stringValue();
    if (name.equals(SHARED_PATH)) {
      throw new AssertionError("a method with @RequestMapping: name its HTTP method's own");
    }
    return Optional.ofNullable(METHODS.get(name));
  }

  private static Stream<Annotation> annotations(AttributedElement element) {
    return element.findAttribute(Attributes.runtimeVisibleAnnotations()).stream()
        .flatMap(it -> it.annotations().stream());
  }

  private static String path(Annotation mapping) {
    List<String> paths =
        mapping.elements().stream()
            .filter(it -> it.name().equalsString("value") || it.name().equalsString("path"))
            .map(AnnotationElement::value)
            .flatMap(it -> ((AnnotationValue.OfArray) it).values().stream())
            .map(it -> ((AnnotationValue.OfString) it).stringValue())
            .toList();
    if (paths.size() > 1) {
      throw new AssertionError("an endpoint of several paths: " + paths);
    }
    return paths.isEmpty() ? "" : paths.getFirst();
  }
}
