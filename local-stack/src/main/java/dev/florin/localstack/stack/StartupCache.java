package dev.florin.localstack.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Classes loaded and linked beforehand, from a training run of the same jar on the same JVM. It
 * lies beside the jar that it was made from, and goes with it.
 */
record StartupCache(Path file) {
  static StartupCache beside(Path jar) {
    String name = "startup-" + Runtime.version() + ".aot";
    return new StartupCache(jar.resolveSibling(name));
  }

  boolean exists() {
    return Files.isRegularFile(file);
  }

  String useOption() {
    return "-XX:AOTCache=" + file;
  }

  /** Where a training run writes, until it has ended well. */
  Path draft() {
    return file.resolveSibling(file.getFileName() + ".draft");
  }

  /** Deletes what a training run that was ended left behind. */
  void deleteDrafts() throws IOException {
    Files.deleteIfExists(draft());
    Files.deleteIfExists(draft().resolveSibling(draft().getFileName() + ".config"));
  }
}
