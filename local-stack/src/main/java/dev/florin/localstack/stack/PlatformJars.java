package dev.florin.localstack.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the build left behind for the launcher to run. */
record PlatformJars(Path repository) {
  private static final String VERSION = "0.1.0-SNAPSHOT";

  Path of(Service service) {
    return jar(service.module());
  }

  /** The launcher's own classes, which hold the main classes of Kafka and Zipkin as well. */
  Path own() {
    return jar("local-stack");
  }

  /** The launcher's own libraries. */
  List<Path> libraries() {
    return jarsIn("lib");
  }

  /** Libraries that only Kafka or the trace receiver needs. */
  List<Path> provided() {
    return jarsIn("provided");
  }

  Path zipkin() {
    return jarsIn("zipkin").getFirst();
  }

  private Path jar(String module) {
    return repository
        .resolve(module)
        .resolve("target")
        .resolve("%s-%s.jar".formatted(module, VERSION));
  }

  private List<Path> jarsIn(String folder) {
    Path path = repository.resolve("local-stack").resolve("target").resolve(folder);
    try (Stream<Path> files = Files.list(path)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the build is not complete, " + path + " is missing", e);
    }
  }
}
